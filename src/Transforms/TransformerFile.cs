using Microsoft.ML.Runtime;
using MLNetDeep;

[assembly: LoadableClass(typeof(DeepTransformer), typeof(TransformerFile), null, typeof(SignatureLoadModel), "MLNetDeep", TransformerFile.LoaderSignature)]

namespace MLNetDeep;

/// <summary>Saves and loads the transformer through <c>mlContext.Model</c>.</summary>
/// <remarks>The header names this assembly, so that a process that never mentions it can load the model.</remarks>
internal static class TransformerFile
{
    internal const string LoaderSignature = "MLNetDeepTransformer";

    internal static void Save(DeepTransformer transformer, ModelSaveContext context) =>
        MLNetInternals.Explain(() => Write(transformer, context), MLNetInternals.Check);

    /// <summary>Called by ML.NET, which finds it by name.</summary>
    internal static DeepTransformer Create(IHostEnvironment env, ModelLoadContext context) => MLNetInternals.Explain(() => Load(context), MLNetInternals.Check);

    private static void Write(DeepTransformer transformer, ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version());
        byte[] description = ModelFile.WriteDescription(transformer.Model.Description);
        ReadOnlyMemory<byte> graph = transformer.Model.Graph;
        ModelFile.WriteSeal(context.Writer, description, graph.Span);
        context.SaveBinaryStream(ModelFile.DescriptionEntry, entry => entry.Write(description));
        context.SaveBinaryStream(ModelFile.GraphEntry, entry => entry.Write(graph.Span));
    }

    private static DeepTransformer Load(ModelLoadContext context)
    {
        context.CheckAtModel(Version());
        return new DeepTransformer(
            ModelFile.Read(context.Reader, (name, read) => context.TryLoadBinaryStream(name, entry => read(entry.BaseStream))));
    }

    private static VersionInfo Version() => new(
        modelSignature: ModelKey.Signature,
        verWrittenCur: ModelKey.Version,
        verReadableCur: ModelKey.Version,
        verWeCanReadBack: ModelKey.Version,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(DeepTransformer).Assembly.GetName().Name); // any version loads it: the format decides, not the assembly's number
}
