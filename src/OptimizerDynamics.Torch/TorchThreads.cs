using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>The one place that says how many threads a process computes with.</summary>
/// <remarks>
/// <para>It is libtorch's number of intra-op threads: how many share one operation. A <see cref="ModelOptimizer"/> that runs the reference
/// interpreter takes the number that holds when it is made. Set it once, when the program begins: threads that have computed with libtorch
/// before may keep the number they began with. A process that runs alone leaves it at its default, the number of cores; processes that run
/// side by side, one trial each, take one thread each, because libtorch's threads of several processes on the same cores slow each other
/// down.</para>
/// <para>The number of threads never changes what an optimizer computes. libtorch's convolutions and reductions may add in another order
/// with another number of threads: a run is repeatable bit for bit with the same number.</para>
/// </remarks>
public static class TorchThreads
{
    /// <summary>The number of threads that share an operation; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public static int Count
    {
        get
        {
            NativeTorch.Load();
            return get_num_threads();
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            NativeTorch.Load(); // before TorchSharp loads by itself, in its own way
            set_num_threads(value);
        }
    }
}
