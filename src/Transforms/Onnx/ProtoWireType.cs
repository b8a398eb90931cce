namespace MLNetDeep.Onnx;

/// <summary>How the value behind a protobuf tag is encoded.</summary>
internal enum ProtoWireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}
