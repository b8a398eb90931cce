namespace MLNetDeep.Text;

/// <summary>The lines of a stream, in one array that grows to the longest, which is bounded.</summary>
internal sealed class BoundedLines(Stream stream)
{
    internal const int MaximumLength = 1 << 20; // bytes; 4,096 numbers have about 2^16

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>Reads the next line, which is valid until the following call, without the line feed.</summary>
    /// <param name="line">The line; where there is none, empty at the end and not empty where the line is too long.</param>
    internal bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, searched + length);
                _start += searched + length + 1;
                return true;
            }
            searched = _end - _start;
            if (searched > MaximumLength || !Fill())
            {
                line = _buffer.AsSpan(_start, searched);
                _start = _end;
                return searched is > 0 and <= MaximumLength;
            }
        }
    }

    /// <summary>Reads more behind what is there; <see langword="false"/> at the end.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
