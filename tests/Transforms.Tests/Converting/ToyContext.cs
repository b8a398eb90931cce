using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A graph in the making, as ML.NET's converter hands it from step to step; what it is in the end, ONNX Runtime can run.</summary>
/// <remarks>Like the converter's own, it knows variables by columns, and takes the wished name of a constant or variable for a column too.</remarks>
internal sealed class ToyContext(int operatorSet = 12) : OnnxContext
{
    private readonly List<ToyContextNode> _nodes = [];
    private readonly List<Action<ProtoWriter>> _constants = []; // each writes a TensorProto
    private readonly List<(string Name, DataViewType Type)> _inputs = [], _outputs = [], _intermediates = [];
    private readonly Dictionary<string, string> _variables = []; // by column
    private readonly HashSet<string> _names = [];

    internal IEnumerable<string> Operators => _nodes.Select(node => node.OperatorType);

    internal IEnumerable<string> Columns => _variables.Keys;

    internal void AddInput(DataViewSchema.Column column) => _inputs.Add((Named(column.Name), column.Type));

    /// <summary>Adds an output of a column's name and ".output".</summary>
    internal void AddOutput(DataViewSchema.Column column)
    {
        string variable = GetVariableName(column.Name), output = AddIntermediateVariable(column.Type, $"{column.Name}.output");
        CreateNode("Identity", variable, output, GetNodeName("Identity"), "");
        _outputs.Add((output, column.Type));
    }

    /// <summary>The graph as the bytes of a file.</summary>
    internal byte[] Build() => ProtoWriter.Write(this, (writer, context) =>
    {
        writer.Int64(1, 6);
        writer.Message(7, context, (graph, _) => context.WriteGraph(graph));
        foreach ((string domain, int version) in (ReadOnlySpan<(string, int)>)[("ai.onnx.ml", 2), ("", operatorSet)])
        {
            writer.Message(8, (domain, version), (set, value) =>
            {
                set.String(1, value.domain);
                set.Int64(2, value.version);
            });
        }
    });

    public override bool ContainsColumn(string colName) => _variables.ContainsKey(colName);

    public override bool IsVariableDefined(string variableName) => _names.Contains(variableName);

    public override string GetVariableName(string colName) => _variables[colName];

    public override OnnxVersion GetOnnxVersion() => OnnxVersion.Stable;

    public override void CheckOpSetVersion(int thisTransformerMinumumOpSetVersion, string registerTransformerName)
    {
        if (operatorSet < thisTransformerMinumumOpSetVersion)
        {
            throw new ArgumentOutOfRangeException(null, $"{registerTransformerName} needs {thisTransformerMinumumOpSetVersion}, not {operatorSet}.");
        }
    }

    public override string GetNodeName(string prefix) => Free(prefix, name => _nodes.Any(node => node.Name == name));

    public override string AddIntermediateVariable(DataViewType? type, string colName, bool skip = false)
    {
        string variable = Named(colName);
        if (!skip)
        {
            _intermediates.Add((variable, type!));
        }
        return variable;
    }

    public override Microsoft.ML.Model.OnnxConverter.OnnxNode CreateNode(string opType, IEnumerable<string> inputs, IEnumerable<string> outputs, string name, string? domain = null)
    {
        _nodes.Add(new ToyContextNode(opType, domain ?? "ai.onnx.ml", name, [.. inputs], [.. outputs]));
        return _nodes[^1];
    }

    public override void RemoveColumn(string colName, bool removeVariable = false) => _variables.Remove(colName);

    public override void RemoveVariable(string variableName, bool removeColumn) => throw new NotSupportedException();

    public override void RemoveInputVariable(string variableName) => throw new NotSupportedException();

    public override List<long>? RetrieveShapeOrNull(string variableName) =>
        _inputs.Concat(_intermediates).FirstOrDefault(variable => variable.Name == variableName).Type is { } type ? [-1, .. ToyContextValue.Axes(type).Select(size => size ?? -1)] : null;

    public override string AddInitializer(bool value, string? name = null, bool makeUniqueName = true) => AddInitializer([value], [], name);

    public override string AddInitializer(float value, string? name = null, bool makeUniqueName = true) => AddInitializer([value], [], name);

    public override string AddInitializer(int value, Type type, string? name = null, bool makeUniqueName = true) => AddInitializer([value], type, [], name);

    public override string AddInitializer(string value, string? name = null, bool makeUniqueName = true) => AddInitializer([value], [], name);

    public override string AddInitializer(long value, string? name = null, bool makeUniqueName = true) => AddInitializer([value], [], name);

    public override string AddInitializer(double value, string? name = null, bool makeUniqueName = true) => AddInitializer([value], [], name);

    public override string AddInitializer(ulong value, bool isUint64, string? name = null, bool makeUniqueName = true) => throw new NotSupportedException();

    public override string AddInitializer(IEnumerable<bool> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) =>
        Constant(name ?? "bools", 9, dims, values, (writer, value) => writer.Int64(5, value ? 1 : 0));

    public override string AddInitializer(IEnumerable<float> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) =>
        Constant(name ?? "floats", 1, dims, values, (writer, value) => writer.Single(4, value));

    public override string AddInitializer(IEnumerable<int> values, Type type, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) =>
        Constant(name ?? "ints", ToyContextValue.ElementType(type), dims, values, (writer, value) => writer.Int64(5, value));

    public override string AddInitializer(IEnumerable<string> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) =>
        Constant(name ?? "strings", 8, dims, values, (writer, value) => writer.String(6, value));

    public override string AddInitializer(IEnumerable<long> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) =>
        Constant(name ?? "longs", 7, dims, values, (writer, value) => writer.Int64(7, value));

    public override string AddInitializer(IEnumerable<double> values, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) => throw new NotSupportedException();

    public override string AddInitializer(IEnumerable<ulong> values, bool isUint64, IEnumerable<long> dims, string? name = null, bool makeUniqueName = true) => throw new NotSupportedException();

    private string Constant<T>(string name, long elementType, IEnumerable<long> shape, IEnumerable<T> values, Action<ProtoWriter, T> write)
    {
        string variable = Named(name);
        T[] all = [.. values];
        _constants.Add(writer =>
        {
            foreach (long size in shape)
            {
                writer.Int64(1, size);
            }
            writer.Int64(2, elementType);
            Array.ForEach(all, value => write(writer, value));
            writer.String(8, variable);
        });
        return variable;
    }

    private string Named(string column)
    {
        string variable = _variables[column] = Free(column, _names.Contains);
        _names.Add(variable);
        return variable;
    }

    private static string Free(string name, Func<string, bool> isTaken) =>
        isTaken(name) ? Enumerable.Range(0, int.MaxValue).Select(number => $"{name}{number}").First(other => !isTaken(other)) : name;

    private void WriteGraph(ProtoWriter writer)
    {
        _nodes.ForEach(node => writer.Message(1, node, (nested, value) => value.Write(nested)));
        writer.String(2, "pipeline");
        _constants.ForEach(constant => writer.Message(5, constant, (nested, write) => write(nested)));
        _inputs.ForEach(input => writer.Message(11, input, ToyContextValue.Write));
        _outputs.ForEach(output => writer.Message(12, output, ToyContextValue.Write));
        _intermediates.ForEach(intermediate => writer.Message(13, intermediate, ToyContextValue.Write));
    }
}
