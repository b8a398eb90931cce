using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Learns or reads a vocabulary and turns text into keys of its tokens. Made by <c>mlContext.Transforms.Text.EncodeTokens</c>.</summary>
/// <remarks><c>Fit</c> keeps no state, and several threads may fit at once.</remarks>
public sealed class TokenEncodingEstimator : IEstimator<TokenEncodingTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly EncodeTokensOptions _options;

    internal TokenEncodingEstimator(IHostEnvironment environment, string outputColumnName, string inputColumnName, EncodeTokensOptions options)
    {
        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName;
        _options = options;
    }

    /// <summary>Learns the words of the rows in one pass, or reads the vocabulary's file and no row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or the column is missing or no text.</exception>
    /// <exception cref="InvalidOperationException">No word occurs often enough.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="FormatException">A file is too large, or not what the tokenizer needs.</exception>
    /// <exception cref="OperationCanceledException">ML.NET cancelled the fit.</exception>
    public TokenEncodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return MLNetInternals.Explain(() => Train(input), MLNetInternals.Check);
    }

    /// <summary>The shape of the data behind the fitted transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or no text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return MLNetInternals.Explain(() => AddKeys(inputSchema), MLNetInternals.Check);
    }

    private TokenEncodingTransformer Train(IDataView input)
    {
        _options.Check();
        AddKeys(SchemaShape.Create(input.Schema));
        VocabularyContent vocabulary = _options.VocabularyFile is { } path
            ? VocabularyContent.Read(path, nameof(EncodeTokensOptions.VocabularyFile))
            : new VocabularyContent(TokenEncodingFile.VocabularyEntry, WordEncoder.Write(LearnWords(input)));
        VocabularyContent? merges = _options.MergesFile is { } mergesPath ? VocabularyContent.Read(mergesPath, nameof(EncodeTokensOptions.MergesFile)) : null;
        TokenEncodingDescription description = new()
        {
            OutputColumnName = _outputColumnName,
            InputColumnName = _inputColumnName,
            Options = _options with { VocabularyFile = Path.GetFileName(_options.VocabularyFile), MergesFile = Path.GetFileName(_options.MergesFile) },
        };
        return new TokenEncodingTransformer(_environment, description, vocabulary, merges);
    }

    private string[] LearnWords(IDataView input)
    {
        WordCounts counts = new(_options.EffectiveLowerCase);
        IHost host = _environment.Register(nameof(TokenEncodingEstimator));
        DataViewSchema.Column column = input.Schema[_inputColumnName];
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getText = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            host.CheckAlive();
            getText(ref text);
            counts.Add(text.Span);
        }
        string[] words = counts.MostFrequent(_options.MinimumCount, _options.MaximumVocabularySize);
        return words.Length > 0 ? words : throw new InvalidOperationException(
            $"No word of column '{_inputColumnName}' can be learned: expected some that occur at least {_options.MinimumCount} times. Fit on more rows, or lower {nameof(EncodeTokensOptions.MinimumCount)}.");
    }

    private SchemaShape AddKeys(SchemaShape input)
    {
        if (!input.TryFindColumn(_inputColumnName, out SchemaShape.Column text))
        {
            throw SchemaMismatch.Missing("text", _inputColumnName);
        }
        if (text.Kind != SchemaShape.Column.VectorKind.Scalar || !text.ItemType.Equals(TextDataViewType.Instance))
        {
            throw SchemaMismatch.Text(_inputColumnName, text.GetTypeString());
        }
        SchemaShape annotations = new([new SchemaShape.Column("KeyValues", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false)]);
        Dictionary<string, SchemaShape.Column> columns = input.ToDictionary(column => column.Name);
        columns[_outputColumnName] = new SchemaShape.Column(_outputColumnName, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, true, annotations);
        return new SchemaShape(columns.Values);
    }
}
