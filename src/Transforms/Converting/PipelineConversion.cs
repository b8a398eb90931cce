using Microsoft.ML.Model.OnnxConverter;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Writes what a network does with the columns of its data into the graph that <c>mlContext.Model.ConvertToOnnx</c> makes of a pipeline.</summary>
internal static class PipelineConversion
{
    /// <summary>Whether a graph can say it. Not where each step has scores of its own and not all may be looked at: how many scores there are then depends on the row.</summary>
    internal static bool CanWrite(RowScorer rows) => !rows.Model.HasStepOutputs || rows.Form is not { } form || !ColumnInputs.MayBeTruncated(form, rows.Features);

    /// <summary>Writes the score columns.</summary>
    /// <param name="model">The network.</param>
    /// <param name="rows">What it does with rows.</param>
    /// <param name="context">The graph, in which the columns before have been written.</param>
    /// <exception cref="InvalidOperationException">The network is a module.</exception>
    internal static void Write(DeepModel model, RowScorer rows, OnnxContext context)
    {
        model.CheckOnnx();
        context.CheckOpSetVersion((int)OnnxModel.OperatorSet, TransformerFile.LoaderSignature);
        if (!context.ContainsColumn(rows.Features.Name)) // a step before this one could not be written; the converter says so when it misses our columns
        {
            foreach (ScoreColumn score in rows.Scores)
            {
                context.RemoveColumn(score.Name);
            }
            return;
        }
        ContextWriter writer = new(context);
        Dictionary<string, string> edges = new() { [ColumnInputs.Column] = context.GetVariableName(rows.Features.Name) };
        writer.Add(ColumnInputs.Of(rows.Form, rows.Features), edges);
        writer.Add(OnnxReader.Read(model.Graph).Graph, edges);
        writer.Add(ColumnOutputs.Of(rows), edges);
        foreach (ScoreColumn score in rows.Scores)
        {
            writer.AddColumn(score.Name, score.Type, edges[score.Name]);
        }
    }
}
