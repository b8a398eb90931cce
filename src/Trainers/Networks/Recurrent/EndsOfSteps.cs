using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Of each row the numbers of its last step, or of its first one where a layer has read it backwards.</summary>
/// <param name="forward">How many numbers, from the left, are taken at the end.</param>
/// <param name="backward">How many, from the right, are taken at the beginning.</param>
/// <param name="steps">T, where all rows have as many.</param>
internal sealed class EndsOfSteps(int forward, int backward, int? steps) : ISequencePooling
{
    public Tensor Forward(Sequences input)
    {
        Tensor last = Last(input, input.Values.narrow(2, 0, forward));
        return backward == 0 ? last : cat([last, input.Values.narrow(2, forward, backward).select(1, 0)], 1);
    }

    /// <summary>Picks by a sum in which one step counts, since the last one is another in each row.</summary>
    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string picked = mask is null ? graph.Constant(Picked()) : Picked(graph, mask);
        return SequenceMask.Sum(graph, graph.Node("Mul", [input, picked]));
    }

    private static Tensor Last(Sequences input, Tensor values)
    {
        if (input.IsStep is null)
        {
            return values.select(1, -1);
        }
        Tensor places = input.Lengths.sub_(Axis.One).view(-1, 1, 1).expand(values.size(0), 1, values.size(2));
        return values.gather(1, places).squeeze(1);
    }

    /// <summary>1 for each number at the step that is taken, shape [1, T, D].</summary>
    private OnnxTensor Picked()
    {
        int width = forward + backward;
        float[] picked = new float[steps!.Value * width];
        picked.AsSpan((steps.Value - 1) * width, forward).Fill(1);
        picked.AsSpan(forward, backward).Fill(1);
        return OnnxTensor.Of("ends", picked, 1, steps.Value, width);
    }

    private string Picked(OnnxGraphBuilder graph, SequenceMask mask)
    {
        string places = graph.Node("CumSum", [mask.Steps, graph.Constant([1])]); // 1, 2 ... and the length again behind the end
        string last = Difference(graph, SequenceMask.Sum(graph, mask.Steps, keep: true), places);
        string picked = Chosen(graph, mask, last, OnnxTensor.Of("forward", [.. Enumerable.Repeat(1f, forward), .. Enumerable.Repeat(0f, backward)], 1, 1, forward + backward));
        if (backward == 0)
        {
            return picked;
        }
        string first = Difference(graph, places, graph.Constant(1));
        return graph.Node("Add", [picked, Chosen(graph, mask, first, OnnxTensor.Of("backward", [.. Enumerable.Repeat(0f, forward), .. Enumerable.Repeat(1f, backward)], 1, 1, forward + backward))]);
    }

    /// <summary>1 where two places are the same, else 0: places are whole numbers.</summary>
    private static string Difference(OnnxGraphBuilder graph, string left, string right)
    {
        string apart = graph.Node("Less", [graph.Constant(0.5f), graph.Node("Sub", [left, right])]);
        return graph.Node("Where", [apart, graph.Constant(0), graph.Constant(1)]);
    }

    private static string Chosen(OnnxGraphBuilder graph, SequenceMask mask, string steps, OnnxTensor numbers)
    {
        string column = graph.Node("Reshape", [graph.Node("Mul", [steps, mask.Steps]), graph.Constant([0, 0, 1])]);
        return graph.Node("Mul", [column, graph.Constant(numbers)]);
    }
}
