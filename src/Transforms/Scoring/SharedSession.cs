using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep;

/// <summary>An ONNX Runtime session that many threads use and any thread may dispose: it is freed when the last call has left it.</summary>
/// <param name="open">Opens it, for the first call.</param>
internal sealed class SharedSession(Func<InferenceSession> open) : IDisposable
{
    private readonly Lazy<InferenceSession> _session = new(open);
    private readonly Lock _lock = new();
    private int _callsInside;
    private bool _disposed;

    /// <summary>Opens the session now.</summary>
    /// <exception cref="FormatException">ONNX Runtime refuses the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void Open()
    {
        Enter();
        try
        {
            _ = _session.Value;
        }
        finally
        {
            Leave();
        }
    }

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void CheckAlive() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(DeepTransformer));

    /// <summary>Makes a binding and fills it; ONNX Runtime looks into the session at both.</summary>
    /// <exception cref="FormatException">ONNX Runtime refuses the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal OrtIoBinding CreateBinding(Action<OrtIoBinding> bind)
    {
        Enter();
        try
        {
            OrtIoBinding binding = _session.Value.CreateIoBinding();
            bind(binding);
            return binding;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Computes the bound outputs from the bound inputs.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void Run(OrtIoBinding binding, RunOptions options)
    {
        Enter();
        try
        {
            _session.Value.RunWithBinding(options, binding);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        bool idle;
        lock (_lock)
        {
            idle = !_disposed && _callsInside == 0;
            _disposed = true;
        }
        if (idle)
        {
            Free();
        }
    }

    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DeepTransformer));
            _callsInside++;
        }
    }

    private void Leave()
    {
        bool last;
        lock (_lock)
        {
            _callsInside--;
            last = _disposed && _callsInside == 0;
        }
        if (last)
        {
            Free();
        }
    }

    private void Free()
    {
        if (_session.IsValueCreated)
        {
            _session.Value.Dispose();
        }
    }
}
