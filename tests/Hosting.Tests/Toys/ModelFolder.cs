namespace MLNetDeep.Tests;

/// <summary>A temporary folder with a model file.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosting-").FullName;

    internal string ModelPath => Path.Combine(_folder, "model.zip");

    /// <summary>Writes the model file, or another of the folder.</summary>
    internal void Save(ITransformer model, string? path = null) => File.WriteAllBytes(path ?? ModelPath, Bytes(model));

    /// <summary>Puts another model in place at once, as a careful writer does.</summary>
    internal void Replace(ITransformer model)
    {
        string next = Path.Combine(_folder, "next.zip");
        Save(model, next);
        File.Move(next, ModelPath, overwrite: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static byte[] Bytes(ITransformer model)
    {
        using MemoryStream stream = new();
        new MLContext().Model.Save(model, ToyRow.View(1).Schema, stream);
        return stream.ToArray();
    }
}
