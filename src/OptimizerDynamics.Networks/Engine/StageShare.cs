namespace OptimizerDynamics.Networks;

/// <summary>The channels of a stage's output that one thread computes, and memory that it alone writes to.</summary>
/// <remarks>No sum runs over channels of different shares, so that their number changes no bit.</remarks>
/// <param name="part">The number of the thread's part, from 0.</param>
/// <param name="first">The first channel.</param>
/// <param name="end">The channel behind the last; the first where there are more threads than channels.</param>
/// <param name="memory">Memory of a row of x, then of three tiles of weight gradients.</param>
/// <param name="rowLength">Elements of the row.</param>
internal sealed unsafe class StageShare(int part, int first, int end, float* memory, nint rowLength)
{
    /// <summary>The number of the thread's part, from 0.</summary>
    public int Part { get; } = part;

    /// <summary>The first channel.</summary>
    public int First { get; } = first;

    /// <summary>The channel behind the last.</summary>
    public int End { get; } = end;

    /// <summary>The number of channels.</summary>
    public int Count => End - First;

    /// <summary>Memory for a row of x.</summary>
    public float* Row { get; } = memory;

    /// <summary>Memory for the sums of three tiles of weight gradients, one for each row of the window.</summary>
    public float* Sums { get; } = memory + rowLength;

    /// <summary>The channels of a part: groups of as many as the kernels' tiles have.</summary>
    /// <param name="part">The part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="channels">Channels of the stage's output.</param>
    /// <param name="group">Channels of a group.</param>
    public static (int First, int End) Channels(int part, int parts, int channels, int group)
    {
        var groups = (channels + group - 1) / group;
        return (Math.Min(channels, groups * part / parts * group), Math.Min(channels, groups * (part + 1) / parts * group));
    }
}
