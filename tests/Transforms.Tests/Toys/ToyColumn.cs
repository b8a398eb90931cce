using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>A column of a <see cref="ToyView"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="CreateGetter">Makes the <c>ValueGetter</c> for the row whose position the argument tells.</param>
internal sealed record ToyColumn(string Name, DataViewType Type, Func<Func<long>, Delegate> CreateGetter)
{
    /// <summary>The features that a <see cref="ToyModel"/> reads.</summary>
    internal static ToyColumn Features { get; } =
        InPlace("Features", NumberDataViewType.Single, ToyModel.FeatureCount, row => ToyRow.FeaturesOf((int)row));

    /// <summary>The number of the row.</summary>
    internal static ToyColumn Number { get; } = Of("Number", NumberDataViewType.Single, row => (float)row);

    internal static ToyColumn Of<T>(string name, DataViewType type, Func<long, T> value) =>
        new(name, type, position => (ValueGetter<T>)((ref T slot) => slot = value(position())));

    /// <summary>A vector column by ML.NET's rules: the getter writes into the memory of the one who asks.</summary>
    internal static ToyColumn InPlace<T>(string name, PrimitiveDataViewType itemType, int size, Func<long, T[]> values) =>
        new(name, new VectorDataViewType(itemType, size), position => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> slot) =>
        {
            T[] row = values(position());
            VBufferEditor<T> editor = VBufferEditor.Create(ref slot, row.Length);
            row.CopyTo(editor.Values);
            slot = editor.Commit();
        }));

    /// <summary>A column whose values must not be computed.</summary>
    internal static ToyColumn Untouchable(string name) =>
        Of<float>(name, NumberDataViewType.Single, _ => throw new AssertFailedException($"'{name}' was computed."));
}
