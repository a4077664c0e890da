using System.Numerics;
using System.Numerics.Tensors;

namespace OptimizerDynamics;

/// <summary>What a <see cref="CpuOptimizer{T}"/> keeps of its last step (<see cref="CpuOptimizer{T}.Decompose"/>): the update, the parts
/// that it is made of, θ before it. Each is as long as θ, zero before the first step, and a live view: the next step writes it
/// anew.</summary>
/// <remarks>θ after the step is θ before it minus the update. A part of the change of θ is the part of the update with the sign
/// reversed.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Decomposition<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Windows of scratch memory that a block needs: the update twice, and twice scratch, for the whole; twice scratch for the
    /// parts.</summary>
    internal const int Windows = 6;

    private readonly T[]? _update, _parameters;

    internal Decomposition(UpdateParts parts, RuleRun<T>[] rules, int length)
    {
        T[]? Kept(UpdateParts part) => parts.HasFlag(part) ? new T[length] : null;
        Parts = parts;
        (_update, _parameters) = (Kept(UpdateParts.Update), Kept(UpdateParts.Parameters));
        UpdateParts[] tracks = [UpdateParts.Loss, UpdateParts.Decay, UpdateParts.WithoutDecay];
        Tracks = [.. tracks.Where(part => parts.HasFlag(part)).Select(part => new PartTrack<T>(part, rules, length))];
    }

    /// <summary>What is kept.</summary>
    public UpdateParts Parts { get; }

    /// <summary>The loss's part of the update.</summary>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public ReadOnlySpan<T> Loss => OutputOf(UpdateParts.Loss);

    /// <summary>The decay's part of the update.</summary>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public ReadOnlySpan<T> Decay => OutputOf(UpdateParts.Decay);

    /// <summary>The update that the same state and gradient would have given without decay in this step.</summary>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public ReadOnlySpan<T> WithoutDecay => OutputOf(UpdateParts.WithoutDecay);

    /// <summary>
    /// The update. Where the chain ends in a scaling, θ is changed by it in one operation that is rounded in the same way.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public ReadOnlySpan<T> Update => _update ?? throw NotKept(UpdateParts.Update);

    /// <summary>θ before the step.</summary>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public ReadOnlySpan<T> Parameters => _parameters ?? throw NotKept(UpdateParts.Parameters);

    /// <summary>What is kept under a name.</summary>
    /// <param name="part">Which: one of those that are kept.</param>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public ReadOnlySpan<T> Of(UpdateParts part) => part switch
    {
        UpdateParts.Update => Update,
        UpdateParts.Parameters => Parameters,
        _ => OutputOf(part),
    };

    /// <summary>The tracks beside the update's.</summary>
    internal PartTrack<T>[] Tracks { get; }

    /// <summary>Keeps a block's θ before the step, and its update.</summary>
    internal void Note(int start, ReadOnlySpan<T> parameters, ReadOnlySpan<T> update)
    {
        if (_parameters is not null)
            parameters.CopyTo(_parameters.AsSpan(start));
        if (_update is not null)
            update.CopyTo(_update.AsSpan(start));
    }

    /// <summary>Adds to the decay's part of a block's update, and to the update, what a proximal rule has taken behind it.</summary>
    internal void AddDecay(int start, ReadOnlySpan<T> taken)
    {
        foreach (var track in Tracks)
        {
            if (track.Part == UpdateParts.Decay)
                Add(track.Output, start, taken);
        }

        if (_update is not null)
            Add(_update, start, taken);
    }

    private static void Add(T[] changed, int start, ReadOnlySpan<T> taken)
    {
        var window = changed.AsSpan(start, taken.Length);
        TensorPrimitives.Add(window, taken, window);
    }

    private T[] OutputOf(UpdateParts part)
    {
        foreach (var track in Tracks)
        {
            if (track.Part == part)
                return track.Output;
        }

        throw NotKept(part);
    }

    private InvalidOperationException NotKept(UpdateParts part) =>
        new($"The optimizer keeps {Parts} of its steps, and not {part}: ask {nameof(CpuOptimizer<>.Decompose)} for it.");
}
