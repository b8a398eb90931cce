using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep;

/// <summary>Makes the engines of a pool; all that come back are used again.</summary>
internal sealed class EnginePolicy<T>(Func<T> create) : IPooledObjectPolicy<T>
    where T : class
{
    public T Create() => create();

    public bool Return(T obj) => true;
}
