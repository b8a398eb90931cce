using Microsoft.ML.Model.OnnxConverter;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A node of a <see cref="ToyContext"/>, with attributes of the kinds that steps of pipelines set.</summary>
internal sealed class ToyContextNode(string operatorType, string domain, string name, string[] inputs, string[] outputs) : Microsoft.ML.Model.OnnxConverter.OnnxNode
{
    private readonly List<Action<ProtoWriter>> _attributes = []; // each writes an AttributeProto

    internal string Name => name;

    internal string OperatorType => operatorType;

    public override void AddAttribute(string argName, double value) => Add(argName, type: 1, writer => writer.Single(2, (float)value));

    public override void AddAttribute(string argName, long value) => Add(argName, type: 2, writer => writer.Int64(3, value));

    public override void AddAttribute(string argName, bool value) => AddAttribute(argName, value ? 1L : 0L);

    public override void AddAttribute(string argName, Type t) => AddAttribute(argName, ToyContextValue.ElementType(t));

    public override void AddAttribute(string argName, ReadOnlyMemory<char> value) => AddAttribute(argName, value.ToString());

    public override void AddAttribute(string argName, string value) => Add(argName, type: 3, writer => writer.String(4, value));

    public override void AddAttribute(string argName, IEnumerable<double> value) => AddAttribute(argName, value.Select(number => (float)number));

    public override void AddAttribute(string argName, IEnumerable<float> value) => AddAll(argName, 6, value, (writer, number) => writer.Single(7, number));

    public override void AddAttribute(string argName, IEnumerable<long> value) => AddAll(argName, 7, value, (writer, number) => writer.Int64(8, number));

    public override void AddAttribute(string argName, IEnumerable<bool> value) => AddAttribute(argName, value.Select(truth => truth ? 1L : 0L));

    public override void AddAttribute(string argName, IEnumerable<ReadOnlyMemory<char>> value) => AddAttribute(argName, value.Select(text => text.ToString()));

    public override void AddAttribute(string argName, string[] value) => AddAttribute(argName, value.AsEnumerable());

    public override void AddAttribute(string argName, IEnumerable<string> value) => AddAll(argName, 8, value, (writer, text) => writer.String(9, text));

    /// <summary>Writes a NodeProto.</summary>
    internal void Write(ProtoWriter writer)
    {
        Array.ForEach(inputs, input => writer.String(1, input));
        Array.ForEach(outputs, output => writer.String(2, output));
        writer.String(3, name);
        writer.String(4, operatorType);
        _attributes.ForEach(attribute => writer.Message(5, attribute, (nested, write) => write(nested)));
        writer.String(7, domain);
    }

    private void AddAll<T>(string attribute, int type, IEnumerable<T> values, Action<ProtoWriter, T> write)
    {
        T[] all = [.. values];
        Add(attribute, type, writer => Array.ForEach(all, value => write(writer, value)));
    }

    private void Add(string attribute, int type, Action<ProtoWriter> write) => _attributes.Add(writer =>
    {
        writer.String(1, attribute);
        write(writer);
        writer.Int64(20, type);
    });
}
