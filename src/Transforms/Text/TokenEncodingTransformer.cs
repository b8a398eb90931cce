using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Turns text into the keys of its tokens: a vector of variable size, whose key values are the texts of the tokens. Many threads may use one.</summary>
public sealed class TokenEncodingTransformer : OneToOneTransformerBase
{
    private readonly ITokenEncoder _encoder;

    internal TokenEncodingTransformer(IHostEnvironment environment, TokenEncodingDescription description, VocabularyContent vocabulary, VocabularyContent? merges)
        : base(environment.Register(nameof(TokenEncodingTransformer)), (description.OutputColumnName, description.InputColumnName))
    {
        Description = description;
        Vocabulary = vocabulary;
        Merges = merges;
        _encoder = TokenEncoder.Of(description.Options, vocabulary, merges);
    }

    internal TokenEncodingDescription Description { get; }

    internal VocabularyContent Vocabulary { get; }

    internal VocabularyContent? Merges { get; }

    /// <summary>Called by ML.NET.</summary>
    protected override void SaveModel(ModelSaveContext ctx) => TokenEncodingFile.Save(this, ctx);

    /// <summary>Called by ML.NET.</summary>
    protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    /// <summary>Called by ML.NET.</summary>
    protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        if (inputSchema[srcCol].Type is not TextDataViewType)
        {
            throw SchemaMismatch.Text(inputSchema[srcCol].Name, $"{inputSchema[srcCol].Type}");
        }
    }

    private sealed class Mapper(TokenEncodingTransformer parent, DataViewSchema input)
        : OneToOneMapperBase(parent.Host.Register(nameof(Mapper)), parent, input)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore()
        {
            IReadOnlyList<string> tokens = parent._encoder.Tokens;
            DataViewSchema.Annotations.Builder annotations = new();
            annotations.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, tokens.Count), (ref VBuffer<ReadOnlyMemory<char>> texts) =>
            {
                VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref texts, tokens.Count);
                for (int id = 0; id < tokens.Count; id++)
                {
                    editor.Values[id] = tokens[id].AsMemory();
                }
                texts = editor.Commit();
            });
            VectorDataViewType type = new(new KeyDataViewType(typeof(uint), tokens.Count));
            return [new DataViewSchema.DetachedColumn(parent.Description.OutputColumnName, type, annotations.ToAnnotations())];
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action? disposer)
        {
            disposer = null;
            ValueGetter<ReadOnlyMemory<char>> getText = input.GetGetter<ReadOnlyMemory<char>>(input.Schema[ColMapNewToOld[iinfo]]);
            int maximum = parent.Description.Options.MaximumTokens ?? int.MaxValue;
            ReadOnlyMemory<char> text = default;
            List<uint> keys = [];
            return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> value) =>
            {
                getText(ref text);
                keys.Clear();
                parent._encoder.Encode(text.Span, maximum, keys);
                VBufferEditor<uint> editor = VBufferEditor.Create(ref value, keys.Count);
                CollectionsMarshal.AsSpan(keys).CopyTo(editor.Values);
                value = editor.Commit();
            });
        }
    }
}
