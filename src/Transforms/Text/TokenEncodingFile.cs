using System.Text.Json;
using Microsoft.ML.Runtime;
using MLNetDeep;

[assembly: LoadableClass(typeof(TokenEncodingTransformer), typeof(TokenEncodingFile), null, typeof(SignatureLoadModel), "MLNetDeep tokens", TokenEncodingFile.LoaderSignature)]

namespace MLNetDeep;

/// <summary>Saves and loads the token encoding through <c>mlContext.Model</c>: a description and the content of its files, sealed as in <see cref="ModelFile"/>.</summary>
internal static class TokenEncodingFile
{
    internal const string LoaderSignature = "MLNetDeepTokens";
    internal const string DescriptionEntry = "tokens.json";
    internal const string VocabularyEntry = "vocabulary";
    internal const string MergesEntry = "merges";

    internal const int Format = 1;

    private const int MaximumDescriptionLength = 1 << 16; // bytes: names and numbers

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    internal static void Save(TokenEncodingTransformer transformer, ModelSaveContext context) =>
        MLNetInternals.Explain(() => Write(transformer, context), MLNetInternals.Check);

    /// <summary>Called by ML.NET, which finds it by name.</summary>
    internal static TokenEncodingTransformer Create(IHostEnvironment env, ModelLoadContext context) =>
        MLNetInternals.Explain(() => Load(env, context), MLNetInternals.Check);

    private static void Write(TokenEncodingTransformer transformer, ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version());
        byte[] description = JsonSerializer.SerializeToUtf8Bytes(transformer.Description, s_json);
        byte[] merges = transformer.Merges?.Bytes ?? [];
        context.Writer.Write(Format);
        ModelFile.WriteSeal(context.Writer, description);
        ModelFile.WriteSeal(context.Writer, transformer.Vocabulary.Bytes);
        ModelFile.WriteSeal(context.Writer, merges);
        context.SaveBinaryStream(DescriptionEntry, entry => entry.Write(description));
        context.SaveBinaryStream(VocabularyEntry, entry => entry.Write(transformer.Vocabulary.Bytes));
        context.SaveBinaryStream(MergesEntry, entry => entry.Write(merges));
    }

    private static TokenEncodingTransformer Load(IHostEnvironment env, ModelLoadContext context)
    {
        context.CheckAtModel(Version());
        return ModelFile.ReadSealed(context.Reader, Format, seal =>
        {
            bool Open(string name, Action<Stream> read) => context.TryLoadBinaryStream(name, entry => read(entry.BaseStream));
            TokenEncodingDescription description = ModelFile.ReadRecord<TokenEncodingDescription>(ModelFile.ReadEntry(seal, DescriptionEntry, Open, MaximumDescriptionLength), DescriptionEntry, Check);
            VocabularyContent vocabulary = new(description.Options.VocabularyFile ?? VocabularyEntry, ModelFile.ReadEntry(seal, VocabularyEntry, Open, VocabularyContent.MaximumLength));
            byte[] merges = ModelFile.ReadEntry(seal, MergesEntry, Open, VocabularyContent.MaximumLength);
            return new TokenEncodingTransformer(env, description, vocabulary, description.Options.MergesFile is { } name ? new VocabularyContent(name, merges) : null);
        });
    }

    private static void Check(TokenEncodingDescription description)
    {
        Require.Name(nameof(description.OutputColumnName), description.OutputColumnName);
        Require.Name(nameof(description.InputColumnName), description.InputColumnName);
        description.Options.Check();
    }

    private static VersionInfo Version() => new(
        modelSignature: "DEEP TOK",
        verWrittenCur: ModelKey.Version,
        verReadableCur: ModelKey.Version,
        verWeCanReadBack: ModelKey.Version,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(TokenEncodingTransformer).Assembly.GetName().Name); // without its version, as in TransformerFile
}
