using System.Runtime.CompilerServices;

// MLNetDeep sees the internals of MLNetDeep.Transforms, and so its copy of the attribute too; each assembly uses its own.
#pragma warning disable CS0436
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]
#pragma warning restore CS0436

namespace System.Runtime.CompilerServices;

/// <summary>Lets this assembly use the internal members of another one at run time.</summary>
/// <remarks>The runtime knows the attribute by this exact name; no library declares it.</remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The simple name of the other assembly.</summary>
    public string AssemblyName { get; } = assemblyName;
}
