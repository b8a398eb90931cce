using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>A row of text, which may be missing.</summary>
internal sealed class ToyText
{
    public string? Text { get; set; }

    internal static IDataView View(params string?[] texts) => new MLContext().Data.LoadFromEnumerable(texts.Select(text => new ToyText { Text = text }));

    /// <summary>The keys of texts, each row as text: "1 2 0".</summary>
    internal static string[] Keys(ITransformer model, params string?[] texts) => Keys(model.Transform(View(texts)));

    internal static string[] Keys(IDataView data) => [.. data.GetColumn<uint[]>("Keys").Select(keys => string.Join(' ', keys))];

    /// <summary>The texts of the tokens, out of the annotation of the column.</summary>
    internal static string[] Tokens(ITransformer model)
    {
        VBuffer<ReadOnlyMemory<char>> tokens = default;
        model.GetOutputSchema(View().Schema)["Keys"].GetKeyValues(ref tokens);
        return [.. tokens.DenseValues().Select(token => $"{token}")];
    }

    internal static TokenEncodingTransformer Fit(EncodeTokensOptions? options, params string?[] texts) =>
        new MLContext().Transforms.Text.EncodeTokens("Keys", "Text", options).Fit(View(texts));
}
