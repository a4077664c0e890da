namespace OptimizerDynamics;

/// <summary>How the CPU interpreter shares out its work. No setting changes a result.</summary>
public sealed record CpuOptions
{
    private const int LongestBlock = 16 * 1024;

    /// <summary>The defaults: all cores, and blocks that fit the first-level cache.</summary>
    public static CpuOptions Default { get; } = new();

    /// <summary>The most threads a step uses, at least 1; the number of cores when null. A process that runs beside others of its kind
    /// sets 1.</summary>
    public int? MaxThreads
    {
        get;
        init => field = Between(value, int.MaxValue, nameof(MaxThreads));
    }

    /// <summary>Number of elements of a block, from 1 to 16,384 (its scratch memory is on the stack); chosen by the size of the chain's
    /// state when null.</summary>
    public int? BlockLength
    {
        get;
        init => field = Between(value, LongestBlock, nameof(BlockLength));
    }

    private static int? Between(int? value, int most, string name) =>
        value is null || (value >= 1 && value <= most)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} = {value} must lie in [1, {most}].");
}
