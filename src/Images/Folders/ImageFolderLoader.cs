using System.Runtime.ExceptionServices;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Decodes the images of a folder, each once, on all cores.</summary>
internal sealed class ImageFolderLoader
{
    private readonly IHost _host;
    private readonly ImageFolderOptions _options;
    private readonly ImageFolder _folder;
    private readonly PixelDecoder _decoder;
    private readonly PixelStore _pixels;
    private readonly Exception?[] _failures; // by image
    private readonly Lock _lock = new();
    private int _done;
    private int _failed;

    /// <exception cref="InvalidOperationException">The pixels take more memory than there is.</exception>
    internal ImageFolderLoader(IHost host, ImageFolderOptions options, ImageFolder folder)
    {
        _host = host;
        _options = options;
        _folder = folder;
        _decoder = new PixelDecoder(options.Pixels);
        _pixels = new PixelStore(folder.Files.Count, _decoder.Length);
        _failures = new Exception?[folder.Files.Count];
    }

    /// <exception cref="FormatException">Images cannot be read, and are not to be skipped.</exception>
    /// <exception cref="InvalidOperationException">Without the skipped images there are no two classes.</exception>
    /// <exception cref="OperationCanceledException">The options' token or ML.NET cancelled.</exception>
    internal ImageFolderView Load()
    {
        using IChannel channel = _host.Start("Decoding");
        using (IProgressChannel progress = _host.StartProgressChannel("Decoding"))
        {
            progress.SetHeader(new ProgressHeader(["images"]), entry => entry.SetProgress(0, _done, _folder.Files.Count));
            DecodeAll();
        }
        int[] unreadable = [.. Enumerable.Range(0, _failures.Length).Where(image => _failures[image] is not null)];
        if (unreadable.Length > 0)
        {
            Report(unreadable, channel);
        }
        int[] readable = [.. Enumerable.Range(0, _failures.Length).Where(image => _failures[image] is null)];
        ImageFile[] files = [.. readable.Select(image => _folder.Files[image])];
        ImageFolder.CheckClasses(files, $"Without the {unreadable.Length} that cannot be read, '{_folder.Path}' has");
        channel.Info(MessageSensitivity.None, $"Decoded {files.Length} images, skipped {unreadable.Length}; ignored {_folder.IgnoredFileCount} other files.");
        SkippedImage[] skipped = [.. unreadable.Select(image => new SkippedImage { Path = _folder.Files[image].Path, Reason = _failures[image]!.Message })];
        return new ImageFolderView(files, readable, _pixels, _options.Pixels, skipped, _folder.IgnoredFileCount);
    }

    private void DecodeAll()
    {
        try
        {
            Parallel.For(0, _failures.Length, new ParallelOptions { CancellationToken = _options.CancellationToken }, Decode);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private void Decode(int image)
    {
        _host.CheckAlive();
        try
        {
            _decoder.DecodeFile(_folder.Files[image].Path, _pixels[image]);
        }
        catch (Exception exception) when (ImageError.IsOfOneImage(exception))
        {
            _failures[image] = exception;
        }
        CountDone(_failures[image] is not null);
    }

    private void CountDone(bool failed)
    {
        lock (_lock)
        {
            _done++;
            _failed += failed ? 1 : 0;
            int total = _failures.Length;
            if (100L * _done / total > 100L * (_done - 1) / total)
            {
                _options.Progress?.Report(new ImageFolderProgress { Done = _done, Total = total, Skipped = _failed });
            }
        }
    }

    /// <summary>Throws or warns of images that cannot be read.</summary>
    private void Report(int[] unreadable, IChannel channel)
    {
        const int Named = 3;
        if (_options.OnUnreadable == UnreadableImages.Fail)
        {
            Exception first = _failures[unreadable[0]]!;
            string others = unreadable.Length == 1 ? "" : $" {unreadable.Length - 1} more of {_failures.Length} images cannot be read.";
            throw new FormatException($"{first.Message}{others} Set ImageFolderOptions.OnUnreadable to Skip to leave such images out.", first);
        }
        string names = string.Join(", ", unreadable.Take(Named).Select(image => $"'{_folder.Files[image].Path}'"));
        channel.Warning(
            MessageSensitivity.UserData,
            $"Skipped {unreadable.Length} of {_failures.Length} images, which cannot be read: {names}{(unreadable.Length > Named ? ", ..." : "")}");
    }
}
