using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>What holds for every random change of training rows.</summary>
[TestClass]
public sealed class AugmentationLayerTests
{
    private static readonly Dictionary<string, (ImageMap Map, Func<FitRandom, IAugmentation> Augmentation)> s_augmentations = new()
    {
        ["RandomPlacement"] = (new(3, 7, 10), random => new RandomPlacement(mirrors: true, mirrorsVertically: true, distance: 2, random)),
        ["RandomPlacement of signals"] = (new(3, 1, 20), random => new RandomPlacement(mirrors: false, mirrorsVertically: false, distance: 4, random)),
        ["RandomTurn"] = (new(3, 7, 10), random => new RandomTurn(degrees: 30, zoom: 0.2, random)),
        ["RandomTime"] = (new(3, 1, 20), random => new RandomTime(window: 0.6, warp: 0.3, random)),
        ["RandomTone"] = (new(3, 7, 10), random => new RandomTone(brightness: 0.5, contrast: 0.5, random)),
        ["RandomAmplitude"] = (new(3, 1, 20), random => new RandomAmplitude(noise: 0.3, strength: 0.3, random)),
        ["RandomAmplitude of images"] = (new(3, 7, 10), random => new RandomAmplitude(noise: 0.3, strength: 0, random)),
        ["Cutout"] = (new(3, 7, 10), random => new Cutout(share: 0.5, random)),
        ["Cutout of signals"] = (new(3, 1, 20), random => new Cutout(share: 0.5, random)),
    };

    public static IEnumerable<string> Names => s_augmentations.Keys;

    [TestMethod]
    public void Augmentations_AllHaveARowHere()
    {
        using FitRandom random = new(1, CPU);
        string[] implemented = [.. typeof(IAugmentation).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IAugmentation)) && type.IsClass).Select(type => type.Name)];

        CollectionAssert.AreEquivalent(implemented, s_augmentations.Values.Select(row => row.Augmentation(random).GetType().Name).Distinct().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Scoring_ChangesNothing(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        AugmentationLayer layer = new(s_augmentations[name].Augmentation(random));
        Tensor images = Maps.Random(s_augmentations[name].Map, rows: 2, random);
        OnnxGraphBuilder graph = new();

        Assert.AreSame(images, layer.Forward(images, training: false));
        Assert.AreEqual("input", layer.ToOnnx(graph, "input"));
        Assert.IsEmpty(graph.Build("test").Nodes);
        Assert.IsEmpty(layer.Weights);
        Assert.AreNotSame(images, layer.Forward(images, training: true));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Training_ChangesEveryRowInItsOwnWay(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor images = Maps.Random(s_augmentations[name].Map, rows: 1, random).expand(64, -1, -1, -1).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Tensor before = images.clone();

        Tensor changed = s_augmentations[name].Augmentation(random).Apply(images);

        Assert.AreSequenceEqual(images.shape, changed.shape);
        BitAssert.AreEqual(OnnxRun.Values(before), OnnxRun.Values(images));
        BitAssert.AreFinite(OnnxRun.Values(changed));
        Assert.IsGreaterThan(6, changed.unbind(0).Select(row => string.Join(' ', OnnxRun.Values(row))).Distinct().Count());
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Training_DrawsFromTheFitsRandomNumbersAlone(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU), images = new(2, CPU);
        (ImageMap map, Func<FitRandom, IAugmentation> augmentation) = s_augmentations[name];
        Tensor input = Maps.Random(map, rows: 9, images);
        byte[] before = GlobalState();

        float[] first = OnnxRun.Values(augmentation(random).Apply(input)), second = OnnxRun.Values(augmentation(random).Apply(input));

        BitAssert.AreEqual(first, OnnxRun.Values(augmentation(same).Apply(input)));
        BitAssert.AreNotEqual(first, second);
        Assert.AreSequenceEqual(before, GlobalState());
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Training_InBFloat16_IsThatOfSinglePrecisionRounded(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU), images = new(2, CPU);
        (ImageMap map, Func<FitRandom, IAugmentation> augmentation) = s_augmentations[name];
        Tensor half = Maps.Random(map, rows: 9, images).to(ScalarType.BFloat16);

        Tensor changed = augmentation(random).Apply(half);
        Tensor expected = augmentation(same).Apply(half.to(ScalarType.Float32));

        Assert.AreEqual(ScalarType.BFloat16, changed.dtype);
        Assert.IsTrue(Maps.IsChannelsLast(changed));
        double difference = (changed.to(ScalarType.Float32) - expected).abs().max().item<float>();
        Assert.IsLessThan(0.02 * expected.abs().max().item<float>(), difference); // 8 bits
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Training_LeavesTheChannelsLastInMemory(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        (ImageMap map, Func<FitRandom, IAugmentation> augmentation) = s_augmentations[name];

        Assert.IsTrue(Maps.IsChannelsLast(augmentation(random).Apply(Maps.Random(map, rows: 5, random))));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Training_OfASingleRowAndPlace_KeepsItsShape(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        foreach (ImageMap map in (ImageMap[])[new(1, 1, 1), new(2, 1, 3), s_augmentations[name].Map])
        {
            Tensor images = Maps.Random(map, rows: 1, random), changed = s_augmentations[name].Augmentation(random).Apply(images);

            Assert.AreSequenceEqual(images.shape, changed.shape);
            BitAssert.AreFinite(OnnxRun.Values(changed));
        }
    }

    private static byte[] GlobalState()
    {
        using Tensor state = get_rng_state();
        return state.bytes.ToArray();
    }
}
