using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Tests;

/// <summary>What still works in a copy of the library that the runtime keeps out of ML.NET's internals.</summary>
/// <remarks>The runtime knows the attribute that opens them by its name alone; in the copy it has another one.</remarks>
[TestClass]
public sealed class BrokenBridgeTests
{
    private const string Opener = "IgnoresAccessChecksToAttribute";

    private static readonly Assembly s_library = LoadWithout(Opener);

    [TestMethod]
    public void Transformer_IsRefused()
    {
        TypeLoadException error = Assert.ThrowsExactly<TypeLoadException>(() => TypeOf<DeepTransformer>());
        Assert.Contains("inaccessible interface", error.Message);
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Network_IsLoadedAndCanBeScored(TaskKind task)
    {
        using DeepTransformer transformer = ToyModel.Of(task);
        using MemoryStream zip = new(ModelZip.Save(transformer)), onnx = new();
        object model = Invoke(null, nameof(DeepModel.Load), zip, null)!;
        Assert.AreEqual(JsonSerializer.Serialize(transformer.Model), JsonSerializer.Serialize(model));
        Invoke(model, nameof(DeepModel.SaveOnnx), onnx);
        Assert.AreSequenceEqual(transformer.Model.Graph.ToArray(), onnx.ToArray());
        using InferenceSession session = new(onnx.ToArray());
        Assert.Contains("Score", session.OutputNames);
    }

    [TestMethod]
    public void DamagedFile_IsAFormatError() =>
        Assert.ThrowsExactly<FormatException>(() => Invoke(null, nameof(DeepModel.Load), new MemoryStream([1, 2, 3]), null));

    private static object? Invoke(object? target, string method, params object?[] arguments) =>
        TypeOf<DeepModel>().GetMethod(method)!.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);

    /// <summary>The type of the same name in the copy.</summary>
    private static Type TypeOf<T>() => s_library.GetType(typeof(T).FullName!, throwOnError: true)!;

    private static Assembly LoadWithout(string name)
    {
        byte[] image = File.ReadAllBytes(typeof(DeepModel).Assembly.Location);
        int position = image.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name));
        Assert.IsGreaterThan(0, position);
        image[position]++;
        return new AssemblyLoadContext(nameof(BrokenBridgeTests)).LoadFromStream(new MemoryStream(image));
    }
}
