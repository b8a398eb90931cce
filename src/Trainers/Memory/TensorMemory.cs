using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>The memory of tensors on the CPU.</summary>
/// <remarks><c>Tensor.bytes</c> spans at most 2 GB, so it is asked for one element. A span does not keep its tensor alive.</remarks>
internal static unsafe class TensorMemory
{
    /// <summary>All elements of a contiguous tensor, at most 2³¹ − 1, in their order.</summary>
    internal static Span<T> Elements<T>(this Tensor tensor)
        where T : unmanaged =>
        new(First<T>(tensor), checked((int)tensor.numel()));

    /// <summary>Where the first element of a contiguous tensor lies; <see langword="null"/> if it has none.</summary>
    internal static T* First<T>(Tensor tensor)
        where T : unmanaged
    {
        if (tensor.numel() == 0)
        {
            return null;
        }
        using Tensor flat = tensor.view(-1), first = flat.narrow(0, 0, 1);
        return (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
