using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>How the numbers of a row form an image, or a signal as an image of height 1.</summary>
/// <param name="Map">Channels, height and width.</param>
/// <param name="IsSignal">Whether the row has one dimension beside its channels.</param>
/// <param name="IsInterleaved">Whether all channels of a place stand side by side; otherwise channel follows channel.</param>
internal sealed record ImageShape(ImageMap Map, bool IsSignal, bool IsInterleaved)
{
    private const int MostInterleavedChannels = 4; // red, green, blue, alpha

    /// <summary>The shape by the options or, where they name none, by the dimensions of the column's type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither tells, or the options contradict the column's type.</exception>
    internal static ImageShape Of(DataViewSchema.Column features, CnnOptions options)
    {
        VectorDataViewType type = (VectorDataViewType)features.Type;
        if (options.InputShape is { } shape)
        {
            bool isInterleavedShape = options.IsInterleaved ?? RowDimensions.Contradict(type.Dimensions, shape);
            CheckInputShape(features, shape, RowDimensions.Of(shape, isInterleavedShape));
            return Of(shape, isInterleavedShape);
        }
        if (type.Dimensions.Length is not (2 or 3))
        {
            throw Mismatch(features, "dimensions (channels, height and width, or channels and steps)");
        }
        bool isInterleaved = options.IsInterleaved ?? LooksInterleaved(type.Dimensions);
        return Of(isInterleaved ? [type.Dimensions[^1], .. type.Dimensions[..^1]] : type.Dimensions, isInterleaved);
    }

    /// <summary>The shape that the options of a model know.</summary>
    internal static ImageShape Of(CnnOptions told) => Of(told.InputShape!, told.IsInterleaved ?? false);

    /// <summary>The options with this shape, so that a model knows it.</summary>
    internal CnnOptions Told(CnnOptions options) => options with
    {
        InputShape = IsSignal ? [Map.Channels, Map.Width] : [Map.Channels, Map.Height, Map.Width],
        IsInterleaved = IsInterleaved,
    };

    /// <summary>Copies a row with the channels of each place side by side.</summary>
    internal void Interleave<T>(ReadOnlySpan<T> row, Span<T> interleaved)
    {
        if (IsInterleaved)
        {
            row.CopyTo(interleaved);
            return;
        }
        int places = Map.Height * Map.Width;
        for (int channel = 0; channel < Map.Channels; channel++)
        {
            ReadOnlySpan<T> values = row.Slice(channel * places, places);
            for (int place = 0; place < places; place++)
            {
                interleaved[place * Map.Channels + channel] = values[place];
            }
        }
    }

    private static ImageShape Of(IReadOnlyList<int> sizes, bool isInterleaved) =>
        new(new ImageMap(sizes[0], sizes.Count == 3 ? sizes[1] : 1, sizes[^1]), sizes.Count == 2, isInterleaved);

    /// <param name="features">The column.</param>
    /// <param name="shape">What the options say of it.</param>
    /// <param name="dimensions">Those that a column of this shape has.</param>
    private static void CheckInputShape(DataViewSchema.Column features, IReadOnlyList<int> shape, IReadOnlyList<int> dimensions)
    {
        VectorDataViewType type = (VectorDataViewType)features.Type;
        string text = $"InputShape [{string.Join(", ", shape)}]";
        decimal slots = shape.Aggregate(1m, (product, size) => product * size); // a long could overflow
        if (slots != type.Size)
        {
            throw Mismatch(features, $"{slots} slots for {text}");
        }
        if (RowDimensions.Contradict(type.Dimensions, dimensions))
        {
            throw SchemaMismatch.Of(
                "feature", features.Name, $"Vector<Single, {string.Join(", ", dimensions)}>, or a flat vector, for {text}", $"{type}",
                "InputShape has the channels first: correct it, or set it to null for the dimensions of the column.");
        }
    }

    private static bool LooksInterleaved(IReadOnlyList<int> dimensions) =>
        dimensions.Count == 3 && dimensions[2] <= MostInterleavedChannels && dimensions[0] > MostInterleavedChannels;

    private static ArgumentOutOfRangeException Mismatch(DataViewSchema.Column features, string expected)
    {
        int size = ((VectorDataViewType)features.Type).Size;
        return SchemaMismatch.Of("feature", features.Name, $"a vector with {expected}", $"{features.Type}", $"Set InputShape, for example to {string.Join(" or ", Examples(size))}.");
    }

    /// <summary>Square images of one, three or four channels, as far as the slots make some, and a signal.</summary>
    private static IEnumerable<string> Examples(int size)
    {
        foreach (int channels in (int[])[1, 3, 4])
        {
            int side = (int)Math.Round(Math.Sqrt((double)size / channels));
            if (channels * side * side == size)
            {
                yield return $"[{channels}, {side}, {side}]";
            }
        }
        yield return $"[1, {size}]";
    }
}
