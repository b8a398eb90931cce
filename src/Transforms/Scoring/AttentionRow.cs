using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Asks a network for the weights that its pooling by attention gives to the steps of a row.</summary>
internal sealed class AttentionRow
{
    private readonly OnnxScorer _scorer;
    private readonly int _count; // as the model counts: slots of a row, numbers of a step, or tokens
    private readonly SequenceForm? _form;

    /// <exception cref="InvalidOperationException">The network has no such pooling.</exception>
    internal AttentionRow(DeepModel model, OnnxScorer? scorer)
    {
        if (scorer is not { HasAttention: true } || model.Options is not RnnOptions { Pooling: RnnPooling.Attention } options)
        {
            string got = model.Options switch
            {
                RnnOptions { Pooling: RnnPooling.Attention } => $"a graph without an edge '{DeepGraph.Attention}'. Train it again",
                RnnOptions rnn => $"Pooling = {rnn.Pooling}",
                _ => model.Options.GetType().Name,
            };
            throw new InvalidOperationException($"The network has no attention weights: expected one of Trainers.Rnn with Pooling = Attention, got {got}.");
        }
        _scorer = scorer;
        _count = model.FeatureCount;
        _form = model.Description.Sequence is { } kind ? SequenceForm.Of(kind, _count, options) : null;
    }

    /// <exception cref="ArgumentException">The numbers are not those of a row.</exception>
    internal float[] OfNumbers(ReadOnlySpan<float> features)
    {
        if (_form is { Kind: SequenceKind.Tokens })
        {
            throw new ArgumentException("The model reads tokens, got numbers. Give the keys in the feature column of one row.", nameof(features));
        }
        if (_form is null ? features.Length != _count : features.Length % _count != 0)
        {
            throw new ArgumentException($"The model takes {_count} numbers{(_form is null ? "" : " a step")}, got {features.Length}. Give the feature column of one row.", nameof(features));
        }
        if (_form is not null)
        {
            return OfSteps(_form, features);
        }
        using OrtValue row = OrtValue.CreateTensorValueFromMemory(features.ToArray(), [1, _count]);
        return Weights((DeepGraph.Input, row));
    }

    /// <exception cref="ArgumentException">The model reads numbers, or knows fewer tokens.</exception>
    internal float[] OfTokens(ReadOnlySpan<uint> tokens)
    {
        if (_form is not { Kind: SequenceKind.Tokens })
        {
            throw new ArgumentException("The model reads numbers, got tokens. Give the numbers in the feature column of one row.", nameof(tokens));
        }
        long[] keys = new long[tokens.Length];
        for (int step = 0; step < keys.Length; step++)
        {
            keys[step] = tokens[step] <= _count ? tokens[step] : throw new ArgumentOutOfRangeException(
                nameof(tokens), tokens[step], $"The model knows the tokens 1 to {_count}, and 0 for any other. Encode text with the transformer that was fitted for the training.");
        }
        return OfSteps<long>(_form, keys);
    }

    private float[] OfSteps<T>(SequenceForm form, ReadOnlySpan<T> row)
        where T : unmanaged
    {
        int steps = row.Length / form.Width;
        float[] weights = new float[steps];
        KeptSteps kept = form.Kept(steps, steps);
        int count = kept.Count;
        if (count == 0)
        {
            return weights;
        }
        _scorer.CheckRoom(count);
        bool isText = form.Kind == SequenceKind.Tokens;
        T[] looked = row.Slice(kept.First * form.Width, count * form.Width).ToArray();
        float[] ones = [.. Enumerable.Repeat(1f, count)];
        using OrtValue values = OrtValue.CreateTensorValueFromMemory(looked, isText ? [1, count] : [1, count, form.Width]);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(ones, [1, count]);
        float[] ofKept = Weights((isText ? DeepGraph.Tokens : DeepGraph.Input, values), (DeepGraph.Mask, mask));
        (ofKept.Length == count ? ofKept : throw new FormatException($"The model file is damaged: it weighs {ofKept.Length} steps of {count}.")).CopyTo(weights, kept.First);
        return weights;
    }

    private float[] Weights(params (string Name, OrtValue Value)[] inputs)
    {
        using OrtIoBinding binding = _scorer.CreateBinding(io =>
        {
            foreach ((string name, OrtValue value) in inputs)
            {
                io.BindInput(name, value);
            }
            io.BindOutputToDevice(DeepGraph.Attention, OrtMemoryInfo.DefaultInstance);
        });
        using RunOptions options = new();
        _scorer.Run(binding, options);
        using IDisposableReadOnlyCollection<OrtValue> outputs = binding.GetOutputValues();
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
