using Microsoft.ML;
using MLNetDeep.Benchmarks.Tabular;

namespace MLNetDeep.Benchmarks;

/// <summary>How well trainers with default options foresee what is in tables, and how long they take: the networks beside boosted trees and linear models, on equal rows and features.</summary>
internal static class TabularBenchmark
{
    internal const string Name = "tabular";

    internal static int Run(string[] arguments)
    {
        try
        {
            TabularCommandLine options = TabularCommandLine.Parse(arguments);
            TabularTable table = new(options.Learners);
            foreach (TabularSet set in options.Sets)
            {
                for (int seed = 1; seed <= options.Seeds; seed++)
                {
                    MLContext context = new(seed);
                    DataSet data = set.Load(context, seed);
                    if (seed == 1)
                    {
                        Console.WriteLine($"{set.Name}: {string.Join("; ", data.Description.Split('\n').Select(line => line.Trim()[11..]))}");
                    }
                    foreach (Learner learner in options.Learners)
                    {
                        TabularScore score = TabularScore.Of(context, data, learner, seed);
                        table.Add(set.Name, learner, score);
                        Console.WriteLine($"  seed {seed}  {learner.Name,-28} {score}");
                    }
                }
            }
            Console.WriteLine();
            Console.WriteLine(table);
            return 0;
        }
        catch (Exception exception) when (exception is FormatException or InputException or IOException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
