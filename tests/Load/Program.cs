using MLNetDeep.Load;

if (args is ["serve", string modelPath, string by])
{
    await Server.Run(modelPath, by);
    return 0;
}
try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.Command == "compare")
    {
        await new Comparison(options).Run();
        return 0;
    }
    SoakReport report = await new Soak(options).Run();
    Console.WriteLine(report);
    return report.IsGood ? 0 : 2;
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
