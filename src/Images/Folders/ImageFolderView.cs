namespace MLNetDeep;

/// <summary>The images of a folder as rows, already decoded: <c>ImagePath</c> and <c>Label</c> (text), and <c>Features</c> (the pixels, a vector of <see cref="float"/>).</summary>
/// <remarks>The pixels lie in memory as bytes until the view is garbage. Many threads may read it.</remarks>
public sealed class ImageFolderView : IDataView
{
    internal const string PathColumn = "ImagePath", LabelColumn = "Label", FeatureColumn = "Features";

    private readonly ImageFile[] _files;
    private readonly int[] _images; // of each row, the index in the store
    private readonly PixelStore _pixels;

    internal ImageFolderView(
        ImageFile[] files, int[] images, PixelStore pixels, DecodePixelsOptions options, IReadOnlyList<SkippedImage> skipped, int ignoredFileCount)
    {
        _files = files;
        _images = images;
        _pixels = pixels;
        Skipped = skipped;
        IgnoredFileCount = ignoredFileCount;
        DataViewSchema.Builder builder = new();
        builder.AddColumn(PathColumn, TextDataViewType.Instance);
        builder.AddColumn(LabelColumn, TextDataViewType.Instance);
        builder.AddColumn(FeatureColumn, new VectorDataViewType(NumberDataViewType.Single, options.Shape));
        Schema = builder.ToSchema();
    }

    /// <summary>The images that could not be read, in the order of their paths; none unless <see cref="UnreadableImages.Skip"/> was chosen.</summary>
    public IReadOnlyList<SkippedImage> Skipped { get; }

    /// <summary>How many files were passed over because their names are not those of images, or because they lie beside the sub-folders.</summary>
    public int IgnoredFileCount { get; }

    /// <summary>Always <see langword="true"/>.</summary>
    public bool CanShuffle => true;

    /// <summary>The three columns.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>The number of images.</summary>
    public long? GetRowCount() => _files.Length;

    /// <summary>A cursor over the images: in the ordinal order of their paths, or shuffled.</summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        int[] order = [.. Enumerable.Range(0, _files.Length)];
        rand?.Shuffle(order);
        return new ImageFolderCursor(this, order, columnsNeeded);
    }

    /// <summary>One cursor: nothing is left to be done in parallel.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    internal ImageFile FileOf(int row) => _files[row];

    internal ReadOnlySpan<byte> PixelsOf(int row) => _pixels[_images[row]];
}
