using System.Collections.Concurrent;
using System.Text.Json;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>What makes the networks that models name (<see cref="TorchOptions.Module"/>), for this process.</summary>
/// <remarks>
/// Register at the start of the program, in the one that trains and in each that loads: a model of a name that nobody has registered is not opened. Loading makes no other
/// type than those that registered functions make, and configurations no other than those they were registered with.
/// </remarks>
public static class TorchModules
{
    private static readonly ConcurrentDictionary<string, Func<TorchContext, string?, nn.Module<Tensor, Tensor>>> s_factories = new();

    /// <summary>Says what makes the network of a name.</summary>
    /// <param name="name">1 to 200 characters. A second registration of a name takes the place of the first.</param>
    /// <param name="factory">
    /// Makes it from the sizes, on the CPU, with the same names and shapes of weights each time: once for a fit, and once for each transformer. It goes from scaled features [B, D] to raw
    /// outputs [B, K], without sigmoid or softmax. What it makes is disposed with the fit or the transformer.
    /// </param>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public static void Register(string name, Func<TorchContext, nn.Module<Tensor, Tensor>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Add(name, (context, configuration) => configuration is null
            ? factory(context)
            : throw new InvalidOperationException($"The module '{name}' is registered without a configuration, and got one. Register it with a type: TorchModules.Register<T>(\"{name}\", ...)."));
    }

    /// <summary>Says what makes the network of a name, by a configuration that models carry.</summary>
    /// <typeparam name="TConfiguration">The sizes and choices that <see cref="TorchModule.Of"/> gets, which models keep as JSON.</typeparam>
    /// <param name="name">1 to 200 characters. A second registration of a name takes the place of the first.</param>
    /// <param name="factory">
    /// Makes it from the sizes and the configuration, in the way told above. A configuration may come from a file that others have changed: refuse sizes that are too large, before memory is reserved for them.
    /// </param>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public static void Register<TConfiguration>(string name, Func<TorchContext, TConfiguration, nn.Module<Tensor, Tensor>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Add(name, (context, configuration) => factory(context, Read<TConfiguration>(name, configuration)));
    }

    /// <summary>Makes a module.</summary>
    /// <exception cref="InvalidOperationException">Nobody has registered the name, the configuration is not of the type, or what makes the module fails.</exception>
    internal static nn.Module<Tensor, Tensor> Make(TorchModule module, TorchContext context)
    {
        Check(module);
        try
        {
            return s_factories[module.Name](context, module.Configuration)
                ?? throw new InvalidOperationException($"What is registered for the module '{module.Name}' made null.");
        }
        catch (Exception exception) when (exception is not (InvalidOperationException or OutOfMemoryException))
        {
            throw new InvalidOperationException($"The module '{module.Name}' cannot be made of the configuration {module.Configuration ?? "null"}: {exception.Message}", exception);
        }
    }

    /// <exception cref="InvalidOperationException">Nobody has registered the name.</exception>
    internal static void Check(TorchModule module)
    {
        if (!s_factories.ContainsKey(module.Name))
        {
            string known = s_factories.IsEmpty ? "none are" : string.Join(", ", s_factories.Keys.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
            throw new InvalidOperationException(
                $"The network is the module '{module.Name}', which is not registered ({known}). Call TorchModules.Register(\"{module.Name}\", ...) at the start of the program, with what makes it.");
        }
    }

    private static void Add(string name, Func<TorchContext, string?, nn.Module<Tensor, Tensor>> factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        IModule.Open = OpenModule.Of;
        s_factories[name] = factory;
    }

    private static TConfiguration Read<TConfiguration>(string name, string? configuration)
    {
        try
        {
            return JsonSerializer.Deserialize<TConfiguration>(configuration ?? "null")
                ?? throw new InvalidOperationException($"The module '{name}' is registered with a configuration of {typeof(TConfiguration).Name}, and got none. Give one: TorchModule.Of(\"{name}\", ...).");
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"The configuration of the module '{name}' is no {typeof(TConfiguration).Name}: {exception.Message}");
        }
    }
}
