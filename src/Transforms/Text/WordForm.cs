namespace MLNetDeep;

/// <summary>The form in which a vocabulary has a word, whatever its case and apostrophes in the text.</summary>
internal readonly struct WordForm(bool lowerCase)
{
    /// <summary>The most UTF-16 units of a word, as for BERT. Longer runs are no words and would fill a vocabulary with what occurs once.</summary>
    internal const int MaximumLength = 100;

    /// <param name="word">A word as it stands in the text, of at most <see cref="MaximumLength"/> units.</param>
    /// <param name="buffer">Takes the form: <see cref="MaximumLength"/> units.</param>
    internal ReadOnlySpan<char> Of(ReadOnlySpan<char> word, Span<char> buffer)
    {
        Span<char> form = buffer[..word.Length];
        if (lowerCase)
        {
            word.ToLowerInvariant(form);
        }
        else
        {
            word.CopyTo(form);
        }
        form.Replace('’', '\'');
        return form;
    }
}
