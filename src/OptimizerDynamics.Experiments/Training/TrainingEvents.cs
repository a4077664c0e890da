using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>A training as TensorBoard shows it, with the iteration as the step.</summary>
/// <remarks>At every point of the curve <c>loss</c> and <c>error</c> (not at iteration 0, which has none), <c>inactive</c> and
/// <c>inactive/LAYER</c> (the share of features with |γ| &lt; 1e-3), and the histograms <c>gamma/LAYER</c> and <c>beta/LAYER</c>; at the
/// end <c>end/training_error</c> and <c>end/test_error</c>.</remarks>
public sealed class TrainingEvents : IDisposable
{
    private readonly EventFile _file;
    private readonly IReadOnlyList<string> _layers;

    /// <summary>Begins a training's file, or resumes it (<see cref="EventFile"/>).</summary>
    /// <param name="folder">The training's folder.</param>
    /// <param name="layers">The names of the network's layers.</param>
    /// <param name="done">The number of iterations done: what the file has of later ones is cut off. 0 for a new file.</param>
    /// <param name="time">The time of the beginning, in UTC.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public TrainingEvents(string folder, IReadOnlyList<string> layers, long done, DateTime time) =>
        (_file, _layers) = (EventFile.Open(folder, done == 0 ? -1 : done, time), layers);

    /// <summary>The iteration of the last point that is written; -1 before the first.</summary>
    public long LastIteration => _file.LastStep;

    /// <summary>Writes a training that is over and was not watched, at times that fit its beginning and its end; of a file that is there,
    /// only what is missing.</summary>
    /// <param name="folder">The training's folder.</param>
    /// <param name="record">Its record; nothing is written unless it is of a training that completed.</param>
    public static void Write(string folder, TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Status != TrialStatus.Completed || record.Specification.Kind != TrainingTrial.Kind)
            return;
        using var held = FileLock.Take(Path.Combine(folder, ".lock"));
        if (held is null)
            return; // Another process writes the same.
        var result = TrainingResultJson.Of(record);
        var last = result.Curve[^1].Iteration;
        DateTime TimeOf(long iteration) => record.Started.AddSeconds(record.Seconds * iteration / last);
        using var events = new TrainingEvents(folder, [.. result.Layers.Select(layer => layer.Name)], last - 1, TimeOf(0));
        foreach (var point in result.Curve.Where(point => point.Iteration > events.LastIteration))
            events.Write(point, TimeOf(point.Iteration));
        events.WriteEnd(result, TimeOf(last));
    }

    /// <summary>Writes a point of the curve.</summary>
    /// <param name="point">The point.</param>
    /// <param name="time">The time of the point, in UTC.</param>
    public void Write(CurvePoint point, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(point);
        IEnumerable<EventValue> ofLayers = _layers.SelectMany((layer, index) => new[]
        {
            EventValue.Scalar($"inactive/{layer}", (double)point.Inactive[index] / point.Scale[index].Length),
            EventValue.Histogram($"gamma/{layer}", point.Scale[index]),
            EventValue.Histogram($"beta/{layer}", point.Shift[index]),
        });
        IEnumerable<EventValue> ofBatches = double.IsNaN(point.Loss)
            ? []
            : [EventValue.Scalar("loss", point.Loss), EventValue.Scalar("error", point.Error)];
        _file.Write(point.Iteration, time, [.. ofBatches, EventValue.Scalar("inactive", point.Sparsity), .. ofLayers]);
    }

    /// <summary>Writes what was measured at the end.</summary>
    /// <param name="result">The result.</param>
    /// <param name="time">The time of the measurement, in UTC.</param>
    public void WriteEnd(TrainingResult result, DateTime time)
    {
        ArgumentNullException.ThrowIfNull(result);
        IEnumerable<EventValue> errors =
        [
            EventValue.Scalar("end/training_error", result.Training.Top1Error), EventValue.Scalar("end/test_error", result.Test.Top1Error),
        ];
        _file.Write(result.Curve[^1].Iteration, time, errors);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
