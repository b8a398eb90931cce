using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What <see cref="RecordReader"/> reads a record into.</summary>
internal sealed record RecordShape(ConstructorInfo Constructor, int ParameterCount, Dictionary<string, PropertyInfo> Properties, string[] Required)
{
    internal static RecordShape Of(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().Single();
        string[] parameters = [.. constructor.GetParameters().Select(parameter => parameter.Name!)];
        PropertyInfo[] properties = [.. type.GetProperties().Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute)))];
        bool IsRequired(PropertyInfo property) => parameters.Contains(property.Name)
            || property.IsDefined(typeof(RequiredMemberAttribute)) || property.IsDefined(typeof(JsonRequiredAttribute));
        return new RecordShape(constructor, parameters.Length, properties.ToDictionary(property => property.Name), [.. properties.Where(IsRequired).Select(property => property.Name)]);
    }

    internal static bool MayBeNull(PropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    /// <summary>A record with its defaults. What a constructor asks for is required, and set as a property afterwards.</summary>
    internal object Create() => Constructor.Invoke(new object?[ParameterCount]);
}
