using System.Collections.Immutable;

namespace OptimizerDynamics;

/// <summary>Neighbouring tensors of one kind, taken together.</summary>
internal readonly record struct KindRun(ParameterKinds Kind, int Start, int End)
{
    public static ImmutableArray<KindRun> Merge(ImmutableArray<ParameterRange> ranges)
    {
        var runs = ImmutableArray.CreateBuilder<KindRun>();
        foreach (var range in ranges)
        {
            if (runs.Count > 0 && runs[^1].Kind == range.Kind)
                runs[^1] = runs[^1] with { End = range.End };
            else
                runs.Add(new KindRun(range.Kind, range.Offset, range.End));
        }

        return runs.ToImmutable();
    }
}

/// <summary>
/// Enumerates the stretches of some kinds within a window of θ, as (start, length) relative to the window; see
/// <see cref="ParameterLayout.StretchesOf"/>. Runs in the inner loop of a step, hence a struct and no iterator.
/// </summary>
public struct KindStretches
{
    private readonly ImmutableArray<KindRun> _runs;
    private readonly ParameterKinds _kinds;
    private readonly int _start;
    private readonly int _end;
    private int _next;

    internal KindStretches(ImmutableArray<KindRun> runs, ParameterKinds kinds, int start, int length)
    {
        (_runs, _kinds, _start, _end) = (runs, kinds, start, start + length);
        _next = FirstRunEndingAfter(runs, start);
    }

    /// <summary>The current stretch, relative to the window.</summary>
    public (int Start, int Length) Current { get; private set; }

    /// <summary>This very sequence: lets <c>foreach</c> take it.</summary>
    public readonly KindStretches GetEnumerator() => this;

    /// <summary>Moves to the next stretch.</summary>
    /// <returns>False when the window has no more.</returns>
    public bool MoveNext()
    {
        while (_next < _runs.Length && _runs[_next].Start < _end)
        {
            var run = _runs[_next++];
            if ((run.Kind & _kinds) == 0)
                continue;
            var from = Math.Max(run.Start, _start);
            Current = (from - _start, Math.Min(run.End, _end) - from);
            return true;
        }

        return false;
    }

    private static int FirstRunEndingAfter(ImmutableArray<KindRun> runs, int position)
    {
        int low = 0, high = runs.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (position < runs[middle].End)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
