using System.Reflection;

namespace MLNetDeep.Tests;

/// <summary>The options records of the assembly, found by reflection, so that a new one is tested without being named.</summary>
internal static class OptionsRecords
{
    internal static IReadOnlyList<Type> All { get; } =
        [.. typeof(DeepTrainerOptions).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DeepTrainerOptions)) && !type.IsAbstract)];

    /// <summary>Every property of every record, as rows of a test.</summary>
    public static IEnumerable<object[]> Rows => All.SelectMany(type => Properties(type).Select(property => new object[] { type, property.Name }));

    internal static DeepTrainerOptions Create(Type type) => (DeepTrainerOptions)Activator.CreateInstance(type)!;

    internal static PropertyInfo[] Properties(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public);

    /// <summary>Options of which no property has its default.</summary>
    internal static DeepTrainerOptions CreateChanged(Type type)
    {
        DeepTrainerOptions options = Create(type);
        foreach (PropertyInfo property in Properties(type))
        {
            property.SetValue(options, Other(property.PropertyType, property.GetValue(options)));
        }
        return options;
    }

    private static object Other(Type type, object? value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        Type known when known == typeof(int) => value is int number ? number + 1 : 7,
        Type known when known == typeof(long) => value is long number ? number + 1 : 123_456_789_012,
        Type known when known == typeof(double) => value is double number ? (number / 3) + 0.125 : 0.7,
        Type known when known == typeof(bool) => value is not true,
        Type known when known == typeof(string) => value + "größe",
        Type known when known == typeof(TimeSpan) => TimeSpan.FromTicks(123_456_789),
        Type known when known == typeof(IReadOnlyList<int>) => new[] { 3, 2 },
        Type known when known == typeof(IReadOnlyList<string>) => new[] { "größer", "b" },
        Type known when known == typeof(DeepTransformer) => ToyModel.Regression(),
        Type known when known == typeof(TorchModule) => TorchModule.Of("größer", 2.5),
        Type known when known == typeof(Func<TorchContext, object>) => (TorchContext _) => "",
        Type known when known == typeof(Func<EpochReport, bool>) => (EpochReport _) => true,
        Type known when known == typeof(IReadOnlyList<double>) => new[] { 0.3, 2 },
        Type known when known == typeof(IProgress<EpochReport>) => new Progress<EpochReport>(),
        Type known when known == typeof(CancellationToken) => new CancellationToken(canceled: true),
        { IsEnum: true } known => Enum.GetValues(known).Cast<object>().Last(other => !other.Equals(value)),
        _ => throw new NotSupportedException($"Say here what another value of type {type} is."),
    };
}
