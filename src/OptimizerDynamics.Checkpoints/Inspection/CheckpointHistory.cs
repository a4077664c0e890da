using System.Collections.Immutable;

namespace OptimizerDynamics.Checkpoints;

/// <summary>γ and β over several checkpoints of one training.</summary>
/// <param name="Files">What each is called, in the order of the training.</param>
/// <param name="Readings">What each says.</param>
/// <param name="Layers">The layers, which all of them have.</param>
public sealed record CheckpointHistory(
    ImmutableArray<string> Files, ImmutableArray<CheckpointReading> Readings, ImmutableArray<LayerHistory> Layers)
{
    /// <summary>Puts checkpoints together.</summary>
    /// <param name="files">What each is called.</param>
    /// <param name="readings">What each says; at least one.</param>
    /// <exception cref="ArgumentException">They have different layers (<see cref="Difference"/> tells before).</exception>
    public static CheckpointHistory Of(ImmutableArray<string> files, ImmutableArray<CheckpointReading> readings)
    {
        foreach (var reading in readings.Skip(1))
        {
            if (Difference(readings[0], reading) is { } difference)
                throw new ArgumentException(difference, nameof(readings));
        }

        return new CheckpointHistory(
            files, readings,
            [.. readings[0].Layers.Select(layer => new LayerHistory([.. readings.Select(reading => LayerOf(reading, layer.Layer.Name))]))]);
    }

    /// <summary>The first difference between the layers of two checkpoints; null where they have the same, in whatever order.</summary>
    /// <param name="first">A checkpoint.</param>
    /// <param name="other">Another one.</param>
    public static string? Difference(CheckpointReading first, CheckpointReading other)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(other);
        var known = other.Layers.ToDictionary(layer => layer.Layer.Name, StringComparer.Ordinal);
        foreach (var layer in first.Layers)
        {
            if (!known.Remove(layer.Layer.Name, out var same))
                return $"it has no layer '{layer.Layer.Name}'";
            if (same.Features != layer.Features)
                return $"its layer '{layer.Layer.Name}' has {same.Features} features and not {layer.Features}";
            if (same.Scale.Length != layer.Scale.Length || same.Shift.Length != layer.Shift.Length)
                return $"its layer '{layer.Layer.Name}' differs in whether it has γ or β";
        }

        return known.Count == 0 ? null : $"it has a layer '{known.Keys.First()}' more";
    }

    private static LayerReading LayerOf(CheckpointReading reading, string name) => reading.Layers.First(layer => layer.Layer.Name == name);
}

/// <summary>One layer over several checkpoints.</summary>
public sealed class LayerHistory
{
    /// <summary>Follows the features of a layer.</summary>
    /// <param name="readings">The layer in each checkpoint, in the order of the training.</param>
    internal LayerHistory(ImmutableArray<LayerReading> readings)
    {
        Readings = readings;
        DiedAt = [.. Enumerable.Range(0, readings[0].Features).Select(DeathOf)];
        Revived = Enumerable.Range(0, readings[0].Features).Count(WasRevived);
    }

    /// <summary>The layer in each checkpoint.</summary>
    public ImmutableArray<LayerReading> Readings { get; }

    /// <summary>The layer.</summary>
    public NormalizationLayer Layer => Readings[0].Layer;

    /// <summary>For each feature the first checkpoint, from 0, from which on it is dead to the last one; null where it is not dead in the
    /// last.</summary>
    public ImmutableArray<int?> DiedAt { get; }

    /// <summary>Features that are dead in a checkpoint and alive, with a finite |γ| of at least 1e-3, in a later one.</summary>
    public int Revived { get; }

    /// <summary>The number of features that die at a checkpoint and stay dead.</summary>
    /// <param name="file">The checkpoint, from 0.</param>
    public int DeathsAt(int file) => DiedAt.Count(died => died == file);

    private int? DeathOf(int feature)
    {
        int? died = null;
        for (var file = Readings.Length - 1; file >= 0 && Readings[file].IsDeadAt(feature); file--)
            died = file;
        return died;
    }

    private bool WasRevived(int feature)
    {
        var isDead = false;
        foreach (var reading in Readings)
        {
            if (isDead && double.IsFinite(reading.Scale[feature]) && !reading.IsDeadAt(feature))
                return true;
            isDead |= reading.IsDeadAt(feature);
        }

        return false;
    }
}
