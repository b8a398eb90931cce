namespace MLNetDeep;

/// <summary>The values that the keys of a label stand for, in the order of the network's outputs.</summary>
/// <param name="ItemType">The type of the values, a key of <see cref="ClassValueType.All"/>.</param>
/// <param name="Values">The values as culture-independent text.</param>
internal sealed record ClassLabels(string ItemType, IReadOnlyList<string> Values)
{
    /// <summary>Reads the <c>KeyValues</c> annotation of a label column; <see langword="null"/> if it has none.</summary>
    internal static ClassLabels? Of(DataViewSchema.Column label) =>
        label.Annotations.Schema.GetColumnOrNull("KeyValues") is { Type: VectorDataViewType { IsKnownSize: true } type }
            ? ClassValueType.Of(type.ItemType).Read(label.Annotations)
            : null;

    /// <summary>Writes the values as an annotation of that name.</summary>
    internal void AddTo(DataViewSchema.Annotations.Builder builder, string annotation) =>
        ClassValueType.Named(ItemType).Write(builder, annotation, Values);
}
