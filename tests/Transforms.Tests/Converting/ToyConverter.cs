using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MLNetDeep.Tests;

/// <summary>Makes one graph of the views of a pipeline, as ML.NET's converter does, and has ONNX Runtime run it, with nothing else.</summary>
internal static class ToyConverter
{
    /// <summary>The graph from the data that no view transforms to columns of the last view.</summary>
    internal static byte[] Convert(IDataView view, params string[] columns)
    {
        Stack<ITransformCanSaveOnnx> steps = [];
        ToyContext context = new();
        IDataView source = view;
        for (; source is IDataTransform transform; source = transform.Source)
        {
            ITransformCanSaveOnnx step = (ITransformCanSaveOnnx)transform;
            Assert.IsTrue(step.CanSaveOnnx(context), $"{step.GetType()}");
            steps.Push(step);
        }
        foreach (DataViewSchema.Column column in source.Schema)
        {
            context.AddInput(column);
        }
        foreach (ITransformCanSaveOnnx step in steps)
        {
            step.SaveAsOnnx(context);
        }
        Array.ForEach(columns, column => context.AddOutput(view.Schema[column]));
        return context.Build();
    }

    /// <summary>The data that no view transforms.</summary>
    internal static IDataView SourceOf(IDataView view) => view is IDataTransform transform ? SourceOf(transform.Source) : view;

    /// <summary>A column that the graph computes of data, row after row.</summary>
    internal static T[] Run<T>(byte[] graph, IDataView data, string column)
    {
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(graph, options);
        NamedOnnxValue[] inputs = [.. data.Schema.Select(input => Tensor(data, input))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs, [$"{column}.output"]);
        return [.. outputs[0].AsEnumerable<T>()];
    }

    private static NamedOnnxValue Tensor(IDataView data, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { ItemType.RawType: var item } when item == typeof(float) => Vector<float>(data, column),
        VectorDataViewType { ItemType.RawType: var item } when item == typeof(uint) => Vector<uint>(data, column),
        VectorDataViewType { ItemType: BooleanDataViewType } => Vector<bool>(data, column),
        VectorDataViewType { ItemType: TextDataViewType } => Vector<string>(data, column),
        TextDataViewType => Scalar<string>(data, column),
        BooleanDataViewType => Scalar<bool>(data, column),
        _ => Scalar<float>(data, column),
    };

    private static NamedOnnxValue Scalar<T>(IDataView data, DataViewSchema.Column column)
    {
        T[] values = [.. data.GetColumn<T>(column)];
        return NamedOnnxValue.CreateFromTensor(column.Name, new DenseTensor<T>(values, [values.Length, 1]));
    }

    private static NamedOnnxValue Vector<T>(IDataView data, DataViewSchema.Column column)
    {
        T[][] rows = [.. data.GetColumn<T[]>(column)];
        VectorDataViewType type = (VectorDataViewType)column.Type;
        int[] axes = type.IsKnownSize ? [.. type.Dimensions] : [rows[0].Length];
        return NamedOnnxValue.CreateFromTensor(column.Name, new DenseTensor<T>(rows.SelectMany(row => row).ToArray(), [rows.Length, .. axes]));
    }
}
