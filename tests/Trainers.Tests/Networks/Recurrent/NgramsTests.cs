using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A linear model of n-grams says the same in both of its languages, sees no padding, and trains what it reads.</summary>
[TestClass]
public sealed class NgramsTests
{
    private const int Tokens = 9;
    private const int Outputs = 3;

    public static IEnumerable<object[]> Cases =>
        from length in (int[])[1, 2, 4]
        from rows in (int[])[1, 3, 257]
        select new object[] { length, rows };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Graph_OfNgrams_GivesTheOutputsOfLibTorch(int length, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams layer = WithRandomWeights(length, random);
        Tensor padded = Padded(SequenceRun.Lengths(rows), random);

        float[] values = GraphOutputs(layer, padded);

        OnnxRun.AssertClose(layer.Forward(padded, training: false), values);
    }

    [TestMethod]
    public void Row_AmongLongerOnes_HasTheOutputsThatItHasAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams layer = WithRandomWeights(length: 3, random);
        int[] lengths = SequenceRun.Lengths(rows: 20);
        Tensor padded = Padded(lengths, random);
        Tensor together = layer.Forward(padded, training: false);

        for (int row = 0; row < lengths.Length; row++)
        {
            Tensor alone = layer.Forward(padded.narrow(0, row, 1).narrow(1, 0, lengths[row]), training: false);
            Assert.IsLessThanOrEqualTo(1e-6, ((alone[0] - together[row]).abs().max() / together.abs().max()).item<float>(), $"{lengths[row]} tokens");
        }
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(2, false)]
    public void Outputs_OfTheSameTokensInAnotherOrder_AreTheSameWithoutPairsAlone(int length, bool areSame)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams layer = WithRandomWeights(length, random);

        Tensor outputs = layer.Forward(tensor(new long[] { 1, 2, 3, 3, 1, 2 }, 2, 3), training: false);

        Assert.AreEqual(areSame, outputs[0].allclose(outputs[1], atol: 1e-5));
    }

    [TestMethod]
    public void Outputs_OfARow_AreTheSumOfItsWeightsByTheRootOfItsLength()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams layer = WithRandomWeights(length: 1, random);
        Tensor weights = layer.Tables[0].Values;

        Tensor outputs = layer.Forward(tensor(new long[] { 5, 0, 5, 7, -1 }, 1, 5), training: false);

        Tensor sum = (weights[5] * 2) + weights[0] + weights[7];
        OnnxRun.AssertClose((sum * 2.8f / 2) + layer.Weights[0].Value, OnnxRun.Values(outputs));
    }

    [TestMethod]
    public void Gradient_OfABatch_IsThatOfTheTokensAndNgramsThatItHas()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams layer = WithRandomWeights(length: 2, random);

        layer.Forward(tensor(new long[] { 4, 4, 2, -1 }, 1, 4), training: true).sum().backward();

        RowTable table = layer.Tables[0];
        Tensor hasGradient = table.Gradient.abs().sum(1).gt(0);
        long[] trained = table.Rows.masked_select(hasGradient).data<long>().ToArray();
        Assert.AreSequenceEqual([2L, 4], trained[..2]);
        Assert.HasCount(2 + 2, trained); // and the pairs 4 4 and 4 2
    }

    [TestMethod]
    public void Dropout_LeavesNgramsOutInTrainingAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams layer = WithRandomWeights(length: 2, random, dropout: 0.5);
        Tensor row = Padded([12], random);

        Tensor scored = layer.Forward(row, training: false), again = layer.Forward(row, training: false);
        Tensor trained = layer.Forward(row.expand(4000, 12), training: true);

        BitAssert.AreEqual(OnnxRun.Values(scored), OnnxRun.Values(again));
        Assert.IsGreaterThan(0.1f, trained.std(0).min().item<float>());
        Assert.IsLessThan(0.15f, (trained.mean([0]) - scored[0]).abs().max().item<float>());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void FromOnnx_OfAnotherLayersGraph_TakesItsWeightsBitForBit(int length)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Ngrams written = WithRandomWeights(length, random), read = WithRandomWeights(length, random);
        OnnxGraphBuilder graph = new();
        written.ToOnnx(graph, DeepGraph.Tokens);

        read.FromOnnx(graph.Build("test"));

        BitAssert.AreEqual(OnnxRun.Values(written.Tables[0].Values), OnnxRun.Values(read.Tables[0].Values));
        BitAssert.AreEqual(OnnxRun.Values(written.Weights[0].Value), OnnxRun.Values(read.Weights[0].Value));
    }

    private static Ngrams WithRandomWeights(int length, FitRandom random, double dropout = 0)
    {
        Ngrams layer = new(length, Tokens, Outputs, longest: 12, dropout, random);
        layer.Tables[0].Values.normal_(0, 0.5, random.Host);
        layer.Weights[0].Value.normal_(0, 0.5, random.Host);
        return layer;
    }

    /// <summary>Random tokens in rows of these lengths, with -1 behind the end of each.</summary>
    private static Tensor Padded(int[] lengths, FitRandom random)
    {
        Tensor tokens = randint(0, Tokens + 1, [lengths.Length, lengths.Max()], ScalarType.Int64, generator: random.Host);
        for (int row = 0; row < lengths.Length; row++)
        {
            tokens[row].narrow(0, lengths[row], lengths.Max() - lengths[row]).fill_(-1);
        }
        return tokens;
    }

    /// <summary>What ONNX Runtime computes after our own validator has seen the graph; padding is any token.</summary>
    private static float[] GraphOutputs(Ngrams layer, Tensor padded)
    {
        OnnxGraphBuilder builder = new();
        foreach (OnnxValue input in DeepGraph.Inputs(SequenceKind.Tokens, 1))
        {
            builder.Input(input);
        }
        builder.Output(DeepGraph.Score, layer.ToOnnx(builder, DeepGraph.Tokens), Outputs);
        OnnxModel model = new() { Graph = builder.Build("test") };
        OnnxValidator.Check(OnnxReader.Read(OnnxWriter.Write(model)), SequenceKind.Tokens, Tokens);
        using InferenceSession session = new(OnnxWriter.Write(model));
        Tensor isStep = padded.ge(0);
        using OrtValue tokens = OrtValue.CreateTensorValueFromMemory(where(isStep, padded, full_like(padded, 5)).data<long>().ToArray(), padded.shape);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(OnnxRun.Values(isStep.to(ScalarType.Float32)), padded.shape);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, new Dictionary<string, OrtValue> { [DeepGraph.Tokens] = tokens, [DeepGraph.Mask] = mask }, [DeepGraph.Score]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
