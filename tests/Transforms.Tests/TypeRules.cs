using System.Reflection;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Tests;

/// <summary>Rules for all types of an assembly, nested ones included; each returns what breaks it.</summary>
internal static class TypeRules
{
    /// <summary>Classes that are neither sealed nor abstract.</summary>
    internal static IEnumerable<Type> Unsealed(IEnumerable<Type> types) =>
        types.Where(type => type.IsClass && !type.IsAbstract && !type.IsSealed);

    /// <summary>Fields that code outside the type's assembly can name, were the type visible; enum values are not meant.</summary>
    internal static IEnumerable<string> PublicFields(IEnumerable<Type> types) => types
        .Where(type => !type.IsEnum && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
        .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
        .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");
}
