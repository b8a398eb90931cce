using System.Reflection;
using System.Runtime.CompilerServices;

namespace MLNetDeep;

/// <summary>A row to warm a model up with, where the user gives none: zeros and empty texts, in arrays of the promised size.</summary>
internal static class ExampleRow
{
    internal static TIn Create<TIn>()
        where TIn : class
    {
        Type type = typeof(TIn);
        TIn row = type.GetConstructor([]) is null ? (TIn)RuntimeHelpers.GetUninitializedObject(type) : Activator.CreateInstance<TIn>();
        foreach (SchemaDefinition.Column column in SchemaDefinition.Create(type))
        {
            if (column.ColumnType is VectorDataViewType { IsKnownSize: true } vector)
            {
                Fill(row, type.GetMember(column.MemberName)[0], vector.Size);
            }
        }
        return row;
    }

    private static void Fill(object row, MemberInfo member, int length)
    {
        switch (member)
        {
            case PropertyInfo { CanWrite: true, PropertyType: { IsArray: true } type } property when IsOtherLength(property.GetValue(row), length):
                property.SetValue(row, Array.CreateInstance(type.GetElementType()!, length));
                break;
            case FieldInfo { IsInitOnly: false, FieldType: { IsArray: true } type } field when IsOtherLength(field.GetValue(row), length):
                field.SetValue(row, Array.CreateInstance(type.GetElementType()!, length));
                break;
        }
    }

    private static bool IsOtherLength(object? array, int length) => array is not Array present || present.Length != length;
}
