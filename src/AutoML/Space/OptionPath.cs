using System.Linq.Expressions;
using System.Reflection;

namespace MLNetDeep;

/// <summary>The way from an options object to one of its values: a property or field, or one of a nested object.</summary>
internal sealed class OptionPath(IReadOnlyList<MemberInfo> members)
{
    /// <summary>The names, with dots between them.</summary>
    internal string Name { get; } = string.Join('.', members.Select(member => member.Name));

    internal Type Type => TypeOf(members[^1]);

    /// <summary>The path that a lambda such as <c>options => options.Network.Width</c> takes.</summary>
    /// <exception cref="ArgumentException">The lambda does something else.</exception>
    internal static OptionPath Of(LambdaExpression lambda)
    {
        List<MemberInfo> members = [];
        Expression? step = lambda.Body;
        while (step is UnaryExpression { NodeType: ExpressionType.Convert } conversion)
        {
            step = conversion.Operand;
        }
        for (; step is MemberExpression access; step = access.Expression)
        {
            members.Insert(0, access.Member);
        }
        return step is ParameterExpression && members.Count > 0
            ? new OptionPath(members)
            : throw new ArgumentException($"'{lambda}' names no option. Write options => options.LearningRate, or the name of another property or field.");
    }

    internal object? Get(object options) => members.Aggregate((object?)options, (owner, member) => owner is null ? null : ValueOf(member, owner));

    /// <summary>Sets the value, and makes nested objects that are not there yet.</summary>
    internal void Set(object options, object? value)
    {
        object owner = options;
        foreach (MemberInfo member in members.SkipLast(1))
        {
            object? next = ValueOf(member, owner);
            if (next is null)
            {
                next = Activator.CreateInstance(TypeOf(member))!;
                Put(member, owner, next);
            }
            owner = next;
        }
        Put(members[^1], owner, value);
    }

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    private static object? ValueOf(MemberInfo member, object owner) =>
        member is PropertyInfo property ? property.GetValue(owner) : ((FieldInfo)member).GetValue(owner);

    private static void Put(MemberInfo member, object owner, object? value)
    {
        if (member is PropertyInfo property)
        {
            property.SetValue(owner, value);
        }
        else
        {
            ((FieldInfo)member).SetValue(owner, value);
        }
    }
}
