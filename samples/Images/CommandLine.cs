namespace Images;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string HelpText = """
        Trains a convolutional network (Cnn) to tell pictures apart, saves it, and shows what it looks at.

          dotnet run --project samples/Images                         pictures of shapes, drawn first
          dotnet run --project samples/Images -- --folder <folder>    your own: one sub-folder a class, of .jpg, .png, .gif, .bmp or .webp

          --folder <folder>  where your pictures are; a fifth of them is for the test
          --size <n>         the pixels that pictures are resized to in both directions, 8 to 512; 32 if not given
          --pictures <n>     how many shapes to draw, 100 or more; 3000 if not given
          --epochs <n>       the most passes over the training pictures; 15 if not given
          --seed <n>         for equal results each time; 1 if not given
          --output <folder>  where model.zip and saliency.png go; the folder 'output' here if not given
        """;

    public bool IsHelp { get; private set; }
    public string? Folder { get; private set; }
    public int Size { get; private set; } = 32;
    public int Pictures { get; private set; } = 3000;
    public int Epochs { get; private set; } = 15;
    public int Seed { get; private set; } = 1;
    public string Output { get; private set; } = "output";

    public static CommandLine Parse(string[] arguments)
    {
        CommandLine options = new();
        options.IsHelp = Arguments.AskForHelp(arguments, options.Set);
        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--folder": Folder = Directory.Exists(value) ? value : throw new InputException($"--folder: there is no folder '{value}'."); break;
            case "--size": Size = Arguments.Number(name, value, 8, 512); break;
            case "--pictures": Pictures = Arguments.Number(name, value, 100, 1_000_000); break;
            case "--epochs": Epochs = Arguments.Number(name, value, 1, 10_000); break;
            case "--seed": Seed = Arguments.Number(name, value, 0, int.MaxValue); break;
            case "--output": Output = Arguments.Folder(name, value); break;
            default: throw Arguments.Unknown(name);
        }
    }
}
