namespace MLNetDeep.Tests;

/// <summary>Small images that follow from a seed: a bright bar on dark noise, and the label says whether it lies or stands.</summary>
/// <remarks>It does so anywhere, so that no pixel alone tells.</remarks>
internal static class ImageData
{
    internal const int Channels = 3, Size = 8; // pixels
    internal const int Width = Channels * Size * Size;

    private const int BarLength = 5;

    /// <summary>Images of whole numbers from 0 to 255, channel behind channel.</summary>
    internal static ToyRow<bool>[] Rows(int rows, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Row(random))];
    }

    /// <summary>The images as data; of unknown length if they are no array.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="rows">The images.</param>
    /// <param name="dimensions">Those of the feature column's type.</param>
    internal static IDataView View<TLabel>(MLContext ml, IEnumerable<ToyRow<TLabel>> rows, params int[] dimensions)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ToyRow<TLabel>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>The images with each number changed.</summary>
    internal static ToyRow<bool>[] Map(ToyRow<bool>[] rows, Func<float, float> change) =>
        [.. rows.Select(row => new ToyRow<bool>([.. row.Features.Select(change)], row.Label))];

    /// <summary>The images with the channels of each pixel side by side.</summary>
    internal static ToyRow<bool>[] Interleaved(ToyRow<bool>[] rows) =>
        [.. rows.Select(row => new ToyRow<bool>([.. Enumerable.Range(0, Width).Select(index => row.Features[index % Channels * Size * Size + index / Channels])], row.Label))];

    private static ToyRow<bool> Row(Random random)
    {
        float[] pixels = [.. Enumerable.Range(0, Width).Select(_ => (float)random.Next(64))];
        bool lies = random.Next(2) == 0;
        int along = random.Next(Size - BarLength + 1), across = random.Next(Size);
        for (int step = along; step < along + BarLength; step++)
        {
            int place = lies ? (across * Size) + step : (step * Size) + across;
            for (int channel = 0; channel < Channels; channel++)
            {
                pixels[(channel * Size * Size) + place] += 128;
            }
        }
        return new ToyRow<bool>(pixels, lies);
    }
}
