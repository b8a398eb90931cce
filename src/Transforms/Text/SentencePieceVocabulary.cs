using Microsoft.ML.Tokenizers;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>SentencePiece from its model file, a protobuf message whose layout is that of <c>sentencepiece_model.proto</c>.</summary>
internal static class SentencePieceVocabulary
{
    private const string Expected = "a model file of SentencePiece, unigram or BPE";
    private const int PiecesField = 1;
    private const int TextField = 1;
    private const int MaximumPieceLength = 1 << 12; // bytes
    private const int FieldsPerPiece = 8;

    /// <exception cref="FormatException">The content is no such model.</exception>
    internal static SubwordEncoder Encoder(VocabularyContent vocabulary, EncodeTokensOptions options)
    {
        try
        {
            List<string> pieces = Pieces(vocabulary.Bytes);
            using MemoryStream stream = new(vocabulary.Bytes);
            SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
            return new SubwordEncoder(tokenizer, pieces, tokenizer.UnknownId, options.EffectiveLowerCase);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException) // whatever a parser meets in a file that may be anything
        {
            throw vocabulary.Error(Expected, $"something else ({exception.GetType().Name})");
        }
    }

    private static List<string> Pieces(byte[] model)
    {
        List<string> pieces = [];
        ProtoReader fields = new(model, new FieldBudget(FieldsPerPiece * EncodeTokensOptions.LargestVocabulary));
        while (fields.Next())
        {
            if (fields.Field != PiecesField)
            {
                fields.Skip();
                continue;
            }
            string text = "";
            ProtoReader piece = fields.Message();
            while (piece.Next())
            {
                if (piece.Field == TextField)
                {
                    text = piece.String(MaximumPieceLength);
                }
                else
                {
                    piece.Skip();
                }
            }
            pieces.Add(text);
        }
        return pieces.Count > 0 ? pieces : throw new FormatException();
    }
}
