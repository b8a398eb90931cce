namespace MLNetDeep.Onnx;

/// <summary>The fields that may still be read from a file, shared by the readers of all its messages.</summary>
/// <remarks>A message of two bytes becomes an object of a hundred: what bounds the file does not bound the memory that it takes.</remarks>
internal sealed class FieldBudget(int fields)
{
    private int _spent;

    /// <exception cref="FormatException">All are spent.</exception>
    internal void Spend()
    {
        if (++_spent > fields)
        {
            throw OnnxValidator.Refused($"it has more than {fields} fields");
        }
    }
}
