namespace OptimizerDynamics;

public sealed unsafe partial class CpuOptimizer<T>
{
    private StateHeader Header =>
        StateHeader.Of(typeof(T) == typeof(float) ? "float32" : "float64", Chain, Layout, RunLength, StepCount, Decomposition?.Parts ?? 0);

    /// <summary>Writes the number of steps taken and all that the rules remember, bit for bit, and what the parts of the update remember
    /// where it is decomposed. The parameters are not part of it.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void SaveState(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var state = new StateStream(destination);
        state.WriteHeader(Header);
        foreach (var rule in _rules)
        {
            state.WriteNumbers<double>(rule.Scalars);
            foreach (var vector in rule.Vectors)
                state.WriteNumbers<T>(vector);
        }

        foreach (var vector in PartsState())
            state.WriteNumbers<T>(vector);
        state.WriteChecksum();
    }

    /// <summary>Resumes where <see cref="SaveState"/> stopped: every later step gives the same bits as if nothing had happened.</summary>
    /// <param name="source">What was written; left open, behind the state's last byte.</param>
    /// <exception cref="OptimizerStateException">The state is damaged or cut off, of another version, chain, layout, element type or run
    /// length, or with other parts of the update; the message says which. This optimizer is as it was.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void LoadState(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var state = new StateStream(source);
        var stepCount = state.ReadHeader(Header);

        // Read aside first, so that a damaged state changes nothing here.
        var restored = Array.ConvertAll(_rules, rule => new RuleRun<T>(rule.Rule, Layout.Length));
        foreach (var rule in restored)
        {
            state.ReadNumbers<double>(rule.Scalars);
            foreach (var vector in rule.Vectors)
                state.ReadNumbers<T>(vector);
        }

        var parts = PartsState().Select(vector => new T[vector.Length]).ToList();
        foreach (var vector in parts)
            state.ReadNumbers<T>(vector);
        state.RequireChecksum();
        foreach (var (rule, read) in _rules.Zip(restored))
            rule.TakeOver(read);
        foreach (var (vector, read) in PartsState().Zip(parts))
            read.CopyTo(vector, 0);
        StepCount = stepCount;
    }

    /// <summary>What the parts of the update remember, part by part and rule by rule.</summary>
    internal IEnumerable<T[]> PartsState() => Decomposition?.Tracks.SelectMany(track => track.OwnState(_rules)) ?? [];
}
