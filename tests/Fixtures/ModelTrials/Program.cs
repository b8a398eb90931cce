// Loads the models of a folder one after the other, scores rows with each, and writes how that ended as a line of JSON.
// Arguments: the folder, the rows in ML.NET's binary form, the number of models to skip.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Tests;

foreach (string path in Directory.EnumerateFiles(args[0]).Order(StringComparer.Ordinal).Skip(int.Parse(args[2], CultureInfo.InvariantCulture)))
{
    (string ended, string text) = Try(path, args[1]);
    using Process self = Process.GetCurrentProcess();
    Console.WriteLine(JsonSerializer.Serialize(new TrialResult(ended, text, self.PeakWorkingSet64 >> 20)));
}

static (string Ended, string Text) Try(string path, string rows)
{
    string stage = "load";
    ITransformer? model = null;
    try
    {
        MLContext ml = new();
        model = ml.Model.Load(path, out _);
        stage = "score";
        float[] scores = Scores.Of(model, ml.Data.LoadFromBinary(rows));
        return (TrialResult.Scored, Convert.ToBase64String(MemoryMarshal.AsBytes<float>(scores)));
    }
    catch (Exception exception)
    {
        Exception innermost = exception.GetBaseException();
        return ($"{stage}: {innermost.GetType().Name}", innermost.Message);
    }
    finally
    {
        (model as IDisposable)?.Dispose();
    }
}
