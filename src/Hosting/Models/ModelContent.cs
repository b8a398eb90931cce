namespace MLNetDeep;

/// <summary>The bytes of a model file at one time.</summary>
/// <param name="Bytes">All of them.</param>
/// <param name="Version">The first half of their SHA-256 checksum, in hexadecimal digits.</param>
internal sealed record ModelContent(byte[] Bytes, string Version);
