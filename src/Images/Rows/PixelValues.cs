namespace MLNetDeep;

/// <summary>Pixels as the values of a column.</summary>
internal static class PixelValues
{
    /// <summary>Makes a dense vector of bytes.</summary>
    internal static void CopyTo(ReadOnlySpan<byte> pixels, ref VBuffer<float> value)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, pixels.Length);
        for (int index = 0; index < pixels.Length; index++)
        {
            editor.Values[index] = pixels[index];
        }
        value = editor.Commit();
    }
}
