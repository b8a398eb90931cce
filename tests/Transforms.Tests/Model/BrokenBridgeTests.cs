using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Tests;

/// <summary>What a copy of the library still does that the runtime keeps out of ML.NET's internals, or that looks for one under another name.</summary>
/// <remarks>The runtime knows the attribute that opens them by its name alone, and so it does their members; in the copy it has another one.</remarks>
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
        foreach (string property in (string[])[nameof(DeepModel.Task), nameof(DeepModel.FeatureCount)]) // a serializer would look at the options, which can name a transformer
        {
            Assert.AreEqual($"{typeof(DeepModel).GetProperty(property)!.GetValue(transformer.Model)}", $"{TypeOf<DeepModel>().GetProperty(property)!.GetValue(model)}", property);
        }
        Invoke(model, nameof(DeepModel.SaveOnnx), onnx);
        Assert.AreSequenceEqual(transformer.Model.Graph.ToArray(), onnx.ToArray());
        using InferenceSession session = new(onnx.ToArray());
        Assert.Contains("Score", session.OutputNames);
    }

    [TestMethod]
    public void DamagedFile_IsAFormatError() =>
        Assert.ThrowsExactly<FormatException>(() => Invoke(null, nameof(DeepModel.Load), new MemoryStream([1, 2, 3]), null));

    // As in a Microsoft.ML that can still load models.
    [TestMethod]
    public void Save_WithoutAnInternal_NamesIt()
    {
        Assembly library = LoadWithout("SetVersionInfo");
        using DeepTransformer original = ToyModel.Regression();
        using MemoryStream zip = new(ModelZip.Save(original));
        object model = TypeOf<DeepModel>(library).GetMethod(nameof(DeepModel.Load))!.Invoke(null, [zip, null])!;
        ITransformer transformer = (ITransformer)Activator.CreateInstance(TypeOf<DeepTransformer>(library), model)!;
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => ModelZip.Save(transformer));
        Assert.Contains("has no 'Microsoft.ML.ModelSaveContext.TetVersionInfo', which MLNetDeep needs.", error.Message);
    }

    private static object? Invoke(object? target, string method, params object?[] arguments) =>
        TypeOf<DeepModel>().GetMethod(method)!.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);

    private static Type TypeOf<T>() => TypeOf<T>(s_library);

    /// <summary>The type of the same name in a copy.</summary>
    private static Type TypeOf<T>(Assembly library) => library.GetType(typeof(T).FullName!, throwOnError: true)!;

    private static Assembly LoadWithout(string name)
    {
        byte[] image = File.ReadAllBytes(typeof(DeepModel).Assembly.Location);
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        Assert.IsGreaterThan(0, image.AsSpan().IndexOf(bytes));
        for (int position; (position = image.AsSpan().IndexOf(bytes)) >= 0;)
        {
            image[position]++; // in the metadata, and in the list of the internals
        }
        return new AssemblyLoadContext(nameof(BrokenBridgeTests)).LoadFromStream(new MemoryStream(image));
    }
}
