namespace Samples;

/// <summary>Something the user gave cannot be used; the message is all that the user needs to read.</summary>
internal sealed class InputException(string message) : Exception(message);
