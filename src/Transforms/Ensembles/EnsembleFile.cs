using System.Text.Json;
using Microsoft.ML.Runtime;
using MLNetDeep;

[assembly: LoadableClass(typeof(EnsembleTransformer), typeof(EnsembleFile), null, typeof(SignatureLoadModel), "MLNetDeep ensemble", EnsembleFile.LoaderSignature)]

namespace MLNetDeep;

/// <summary>Saves and loads ensembles through <c>mlContext.Model</c>: a description, sealed as in <see cref="ModelFile"/>, and each member in a folder of its own, as ML.NET writes it.</summary>
internal static class EnsembleFile
{
    internal const string LoaderSignature = "MLNetDeepEnsemble";
    internal const string DescriptionEntry = "ensemble.json";

    internal const int Format = 1;

    private const int MaximumDescriptionLength = 1 << 17; // bytes: a number for each member

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    internal static void Save(EnsembleTransformer ensemble, ModelSaveContext context) =>
        MLNetInternals.Explain(() => Write(ensemble, context), MLNetInternals.Check);

    /// <summary>Called by ML.NET, which finds it by name.</summary>
    internal static EnsembleTransformer Create(IHostEnvironment env, ModelLoadContext context) =>
        MLNetInternals.Explain(() => Load(env, context), MLNetInternals.Check);

    private static void Write(EnsembleTransformer ensemble, ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version());
        byte[] description = JsonSerializer.SerializeToUtf8Bytes(ensemble.Description, s_json);
        context.Writer.Write(Format);
        ModelFile.WriteSeal(context.Writer, description);
        context.SaveBinaryStream(DescriptionEntry, entry => entry.Write(description));
        foreach ((int index, ITransformer member) in ensemble.Members.Index())
        {
            context.SaveModel(member, Folder(index));
        }
    }

    private static EnsembleTransformer Load(IHostEnvironment env, ModelLoadContext context)
    {
        context.CheckAtModel(Version());
        EnsembleDescription description = ModelFile.ReadSealed(context.Reader, Format, seal => ModelFile.ReadRecord<EnsembleDescription>(
            ModelFile.ReadEntry(seal, DescriptionEntry, (name, read) => context.TryLoadBinaryStream(name, entry => read(entry.BaseStream)), MaximumDescriptionLength),
            DescriptionEntry,
            description => description.Check()));
        List<ITransformer> members = [];
        try
        {
            while (members.Count < description.Weights.Count)
            {
                members.Add(LoadMember(env, context, Folder(members.Count)));
            }
            return new EnsembleTransformer(env, description, members);
        }
        catch
        {
            members.ForEach(member => (member as IDisposable)?.Dispose());
            throw;
        }
    }

    private static ITransformer LoadMember(IHostEnvironment env, ModelLoadContext context, string folder) =>
        context.LoadModelOrNull<ITransformer, SignatureLoadModel>(env, out ITransformer member, folder)
            ? member
            : throw new FormatException($"The model file is damaged: the ensemble has no '{folder}'. Save the model again.");

    private static string Folder(int member) => $"Member{member + 1}";

    private static VersionInfo Version() => new(
        modelSignature: "DEEP ENS",
        verWrittenCur: ModelKey.Version,
        verReadableCur: ModelKey.Version,
        verWeCanReadBack: ModelKey.Version,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(EnsembleTransformer).Assembly.GetName().Name); // without its version, as in TransformerFile
}
