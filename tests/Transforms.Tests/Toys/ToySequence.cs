using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A network for rows of tokens with all that such graphs have: a table, positions, a recurrent layer, attention.</summary>
internal static class ToySequence
{
    internal const int Tokens = 3;
    internal const int MostSteps = 5;

    internal static ModelDescription Description { get; } = ToyModel.ModelOf(TaskKind.Regression).Description with
    {
        FeatureCount = Tokens,
        Sequence = SequenceKind.Tokens,
        Options = new RnnOptions { MaximumLength = MostSteps },
    };

    internal static OnnxGraph Graph { get; } = Build();

    /// <summary>Rows of 1 to 7 tokens.</summary>
    internal static IDataView View()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), Tokens));
        Row[] rows = [.. Enumerable.Range(1, 7).Select(steps => new Row([.. Enumerable.Range(0, steps).Select(step => (uint)(step * steps) % (Tokens + 1))]))];
        return new MLContext().Data.LoadFromEnumerable(rows, schema);
    }

    private static OnnxGraph Build()
    {
        List<OnnxNode> nodes = [];
        string Node(string output, string type, string[] inputs, params OnnxAttribute[] attributes)
        {
            nodes.Add(new OnnxNode(type, inputs, [output], attributes));
            return output;
        }
        OnnxAttribute steps = OnnxAttribute.Of("axes", [1]), dropped = OnnxAttribute.Of("keepdims", 0L);
        Node("columns", "Reshape", [DeepGraph.Mask, "as columns"]);
        Node("lengths", "Cast", [Node("sums", "ReduceSum", [DeepGraph.Mask], steps, dropped)], OnnxAttribute.Of("to", 6L));
        Node("counts", "CumSum", [DeepGraph.Mask, "steps axis"]);
        Node("places", "Cast", [Node("before", "Sub", ["counts", "one"])], OnnxAttribute.Of("to", 7L));
        Node("embedded", "Add", [Node("token", "Gather", ["table", DeepGraph.Tokens]), Node("place", "Gather", ["positions", "places"])]);
        Node("turned", "Transpose", ["embedded"], OnnxAttribute.Of("perm", [1, 0, 2]));
        Node("recurrent", "LSTM", ["turned", "W", "R", "B", "lengths"], OnnxAttribute.Of("hidden_size", 2L), OnnxAttribute.Of("direction", "forward"));
        Node("read", "Reshape", [Node("rows first", "Transpose", ["recurrent"], OnnxAttribute.Of("perm", [2, 0, 1, 3])), "joined"]);
        Node("pairs", "MatMul", ["read", Node("across", "Transpose", ["read"], OnnxAttribute.Of("perm", [0, 2, 1]))]);
        Node("seen", "MatMul", ["pairs", "read"]);
        Node("pooled", "ReduceSum", [Node("zeroed", "Mul", ["seen", "columns"])], steps, dropped);
        Node(DeepGraph.Score, "Gemm", ["pooled", "weights", "bias"]);
        return new OnnxGraph(
            "sequences",
            nodes,
            [
                OnnxTensor.Of("as columns", [0L, 0, 1], 3), OnnxTensor.Of("steps axis", [1L], 1), OnnxTensor.Of("joined", [0L, 0, 2], 3), OnnxTensor.Of("one", [1f], 1),
                Floats("table", Tokens + 1, 2), Floats("positions", MostSteps, 2), Floats("W", 1, 8, 2), Floats("R", 1, 8, 2), Floats("B", 1, 16), Floats("weights", 2, 1), Floats("bias", 1),
            ],
            [.. DeepGraph.Inputs(SequenceKind.Tokens, 1)],
            [new OnnxValue(DeepGraph.Score, OnnxElementType.Single, [null, 1])]);
    }

    /// <summary>A constant of numbers around 0.</summary>
    internal static OnnxTensor Floats(string name, params long[] shape) =>
        OnnxTensor.Of(name, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(place => ((place * 7 % 11) - 5) / 8f)], shape);

    private sealed record Row(uint[] Features);
}
