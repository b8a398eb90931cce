using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class GraphMetadataTests
{
    [TestMethod]
    public void Metadata_OfNamedClassesAndFeatures_NamesThem()
    {
        IDataView parts = new MLContext().Data.LoadFromEnumerable([new Parts()]);
        DataViewSchema.Column features = new MLContext().Transforms.Concatenate("Features", "Größe", "B").Fit(parts).GetOutputSchema(parts.Schema)["Features"];
        MlpOptions options = new() { Seed = 5 };
        IReadOnlyDictionary<string, string> metadata = GraphMetadata.Of(TaskKind.MulticlassClassification, options, ToyModel.TextClasses, features);
        Assert.AreEqual("MulticlassClassification", metadata["mlnetdeep.task"]);
        Assert.AreEqual("""["red","grün","blue"]""", metadata["mlnetdeep.classes"]);
        Assert.AreEqual("""["Größe","B"]""", metadata["mlnetdeep.features"]);
        Assert.AreEqual(options, JsonSerializer.Deserialize<DeepTrainerOptions>(metadata["mlnetdeep.options"]));
        Assert.AreEqual(typeof(DeepModel).Assembly.GetName().Version, new Version($"{metadata["mlnetdeep.version"]}.0"));
    }

    [TestMethod]
    public void Metadata_WithoutNames_HasNone()
    {
        DataViewSchema.Column features = new ToyView(0, ToyColumn.Features).Schema["Features"];
        IReadOnlyDictionary<string, string> metadata = GraphMetadata.Of(TaskKind.Regression, new MlpOptions(), null, features);
        Assert.AreSequenceEqual(["mlnetdeep.options", "mlnetdeep.task", "mlnetdeep.version"], metadata.Keys.Order());
    }

    private sealed class Parts
    {
        public float Größe { get; set; }
        public float B { get; set; }
    }
}
