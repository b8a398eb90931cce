namespace MLNetDeep.Tests;

/// <summary>Image files by ML.NET's own transforms.</summary>
internal static class RealImages
{
    /// <summary>Pixels and classes of <c>train/&lt;class&gt;/*.jpg</c> and <c>test/&lt;class&gt;/*.jpg</c>.</summary>
    internal static (IDataView Train, IDataView Test) OfFolders(MLContext ml, string folder, int size)
    {
        IDataView Files(string part) => ml.Data.LoadFromEnumerable(
            Directory.GetFiles(Path.Combine(folder, part), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => new ImageFile { File = file, Label = new FileInfo(file).Directory!.Name }).ToArray());
        IDataView train = Files("train");
        TransformerChain<Microsoft.ML.Transforms.ColumnSelectingTransformer> steps = ml.Transforms.LoadImages("Image", imageFolder: "", nameof(ImageFile.File))
            .Append(ml.Transforms.ResizeImages("Image", size, size))
            .Append(ml.Transforms.ExtractPixels("Features", "Image"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.Transforms.SelectColumns("Features", "Label")).Fit(train);
        return (steps.Transform(train), steps.Transform(Files("test")));
    }

    private sealed class ImageFile
    {
        public string File { get; init; } = "";

        public string Label { get; init; } = "";
    }
}
