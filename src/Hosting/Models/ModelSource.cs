using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace MLNetDeep;

/// <summary>Makes ready models of a file.</summary>
/// <param name="name">The predictor's name.</param>
/// <param name="options">Where the file is and how the model is run.</param>
/// <param name="ml">What loads models.</param>
/// <param name="example">A row to warm models up with, which they must be able to predict; none: one of zeros, which they need not.</param>
/// <param name="logger">Is told of what was loaded.</param>
internal sealed class ModelSource<TIn, TOut>(string name, PredictorOptions options, MLContext ml, TIn? example, ILogger logger)
    where TIn : class
    where TOut : class, new()
{
    /// <summary>The full path of the file.</summary>
    internal string FullPath { get; } = Path.GetFullPath(options.ModelPath);

    /// <summary>What the file holds now. The checksum is that of the very bytes which <see cref="Load"/> is given.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal ModelContent Read()
    {
        byte[] content = File.ReadAllBytes(FullPath);
        return new ModelContent(content, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, SHA256.HashSizeInBytes / 2)));
    }

    /// <summary>The model, warmed up.</summary>
    /// <exception cref="Exception">The content is no model, or one for other rows.</exception>
    internal LoadedModel<TIn, TOut> Load(ModelContent content)
    {
        ITransformer transformer = Open(content.Bytes);
        LoadedModel<TIn, TOut>? model = null;
        try
        {
            model = new LoadedModel<TIn, TOut>(ml, transformer, content.Version, options.MaximumBatchSize);
            WarmUp(model);
            Log.Loaded(logger, name, content.Version, FullPath, model.MinimumRows ?? 0);
            return model;
        }
        catch
        {
            if (model is not null)
            {
                model.Leave();
            }
            else
            {
                (transformer as IDisposable)?.Dispose();
            }
            throw;
        }
    }

    /// <summary>What is wrong with the file.</summary>
    internal InvalidOperationException Explain(Exception exception)
    {
        Exception innermost = exception;
        while (innermost.InnerException is { } inner) // ML.NET wraps what a damaged file is said to be
        {
            innermost = inner;
        }
        return new InvalidOperationException($"Predictor '{name}' cannot use '{FullPath}': {innermost.Message}", exception);
    }

    private ITransformer Open(byte[] content)
    {
        using MemoryStream stream = new(content, writable: false);
        ITransformer loaded = ml.Model.Load(stream, out _);
        if (options.Execution is null)
        {
            return loaded;
        }
        try
        {
            return loaded.WithExecution(options.Execution); // its networks are new ones, and the other steps go on in it
        }
        finally
        {
            foreach (DeepTransformer network in ModelSteps.Networks(loaded))
            {
                network.Dispose();
            }
        }
    }

    private void WarmUp(LoadedModel<TIn, TOut> model)
    {
        if (example is not null)
        {
            model.WarmUp(example);
            return;
        }
        try
        {
            model.WarmUp(ExampleRow.Create<TIn>());
        }
        catch (Exception exception) // a row of zeros may be none that the model must know: a path that names no image, for example
        {
            Log.NotWarmedUp(logger, name, exception);
        }
    }
}
