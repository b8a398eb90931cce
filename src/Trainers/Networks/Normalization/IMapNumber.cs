using System.Runtime.Intrinsics;

namespace MLNetDeep.Networks;

/// <summary>A number as it lies in the memory of a map; sixteen of them at once are computed with in single precision.</summary>
/// <typeparam name="TSelf">The number itself.</typeparam>
internal unsafe interface IMapNumber<TSelf>
    where TSelf : unmanaged, IMapNumber<TSelf>
{
    static abstract Vector512<float> Load(TSelf* from);

    static abstract void Store(Vector512<float> values, TSelf* to);
}
