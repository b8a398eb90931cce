using System.Text.Json;
using Microsoft.ML.Runtime;
using MLNetDeep;

[assembly: LoadableClass(typeof(PixelDecodingTransformer), typeof(PixelDecodingFile), null, typeof(SignatureLoadModel), "MLNetDeep.Images", PixelDecodingFile.LoaderSignature)]

namespace MLNetDeep;

/// <summary>Saves and loads the transformer through <c>mlContext.Model</c>: a format version, and column names and options as JSON.</summary>
/// <remarks>The header names this assembly, so that a process that never mentions it can load the model.</remarks>
internal static class PixelDecodingFile
{
    internal const string LoaderSignature = "MLNetDeepPixels";
    internal const int Format = 1;

    private const uint Version = 0x00010001; // for ML.NET; it does not change
    private const int MaximumLength = 1 << 16; // bytes: two names, a folder and some numbers

    internal static void Save(PixelColumn column, ModelSaveContext context) =>
        MLNetInternals.Explain(() => Write(column, context), MLNetInternals.Check);

    /// <summary>Called by ML.NET, which finds it by name.</summary>
    internal static PixelDecodingTransformer Create(IHostEnvironment env, ModelLoadContext context) =>
        MLNetInternals.Explain(() => Load(context), MLNetInternals.Check);

    /// <exception cref="FormatException">The text is cut off, of a newer format, or makes no sense.</exception>
    internal static PixelColumn Read(BinaryReader reader)
    {
        try
        {
            int format = reader.ReadInt32();
            if (format != Format)
            {
                throw new FormatException(
                    $"The pixel decoder in the model file has format {format}; this version of MLNetDeep reads up to {Format}. Update the MLNetDeep.Images package.");
            }
            int length = reader.ReadInt32();
            if (length is < 0 or > MaximumLength)
            {
                throw Damaged($"their length is {length}");
            }
            byte[] text = reader.ReadBytes(length);
            PixelColumn column = RecordReader.Read<PixelColumn>(text) ?? throw Damaged("it is empty");
            column.Check();
            return column;
        }
        catch (Exception exception) when (exception is EndOfStreamException or JsonException or ArgumentException)
        {
            throw Damaged(exception.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    internal static void Write(PixelColumn column, BinaryWriter writer)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(column);
        writer.Write(Format);
        writer.Write(text.Length);
        writer.Write(text);
    }

    private static void Write(PixelColumn column, ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Info());
        Write(column, context.Writer);
    }

    private static PixelDecodingTransformer Load(ModelLoadContext context)
    {
        context.CheckAtModel(Info());
        return new PixelDecodingTransformer(Read(context.Reader));
    }

    private static VersionInfo Info() => new(
        modelSignature: "PIXELDEC",
        verWrittenCur: Version,
        verReadableCur: Version,
        verWeCanReadBack: Version,
        loaderSignature: LoaderSignature,
        loaderAssemblyName: typeof(PixelDecodingTransformer).Assembly.GetName().Name); // any version loads it: the format decides, not the assembly's number

    // Without an inner exception: ML.NET wraps it, and the innermost is to be this one.
    private static FormatException Damaged(string problem) =>
        new($"The model file is damaged: the options of the pixel decoder cannot be understood: {problem}. Save the model again.");
}
