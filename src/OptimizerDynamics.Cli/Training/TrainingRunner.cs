using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OptimizerDynamics.Cli.Progress;
using OptimizerDynamics.Cli.Studies;
using OptimizerDynamics.Records;
using OptimizerDynamics.Torch.Data;
using OptimizerDynamics.Torch.Training;

namespace OptimizerDynamics.Cli.Training;

/// <summary>Runs a training trial from its beginning or from its last checkpoint to its record.</summary>
/// <param name="study">The study that it is run for.</param>
/// <param name="folder">Where records and checkpoints are kept.</param>
/// <param name="data">The data set of its trials.</param>
/// <param name="device">Where it computes.</param>
/// <param name="checkpointEvery">How many iterations lie between checkpoints.</param>
/// <param name="output">Takes progress.</param>
/// <param name="errors">Takes warnings.</param>
internal sealed class TrainingRunner(string study, string folder, KnownData data, string device, long checkpointEvery, TextWriter output, TextWriter errors)
{
    /// <summary>Runs a trial.</summary>
    /// <returns>Its record, which has been written.</returns>
    /// <exception cref="InputException">It cannot be run as it is.</exception>
    /// <exception cref="OperationCanceledException">The process was asked to end; a checkpoint has been written.</exception>
    public TrialRecord Run(TrainingTrial trial)
    {
        LibtorchDevice.Require(device);
        var checkpoint = new CheckpointFile(Path.Combine(folder, study, $"{trial.Specification.Id}.checkpoint"));
        var (started, watch) = (DateTime.UtcNow, Stopwatch.StartNew());
        using var session = Resumed(trial, checkpoint);
        var wantsToEnd = false;
        // The handler asks; the loop ends between two steps, where everything is consistent.
        void Ask(PosixSignalContext context) => (context.Cancel, wantsToEnd) = (true, true);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        new ProgressDisplay(output).ShowWithNotes(Name(trial), trial.Iterations - session.Done, "iterations", report =>
        {
            while (!session.IsOver && !Volatile.Read(ref wantsToEnd))
            {
                session.Step();
                if (!session.IsOver && session.Done % checkpointEvery == 0)
                    checkpoint.Write(session.SaveState);
                report(1, Note(session));
            }
        });
        if (!session.IsOver)
        {
            checkpoint.Write(session.SaveState);
            throw new OperationCanceledException($"stopped after {session.Done} of {trial.Iterations} iterations; the same command goes on from there");
        }

        var record = new TrialRecord(
            study, trial.Specification, ThisProgram.OnTorch(device), started, watch.Elapsed.TotalSeconds,
            session.HasDiverged ? TrialStatus.Diverged : TrialStatus.Completed,
            session.HasDiverged ? $"the loss of iteration {session.Done} is not finite" : null,
            session.HasDiverged ? [] : Result(session).ToJson());
        new RunStore(folder).Write(record);
        checkpoint.Delete();
        return record;
    }

    /// <summary>The training at its newest checkpoint that can be read, or at its beginning.</summary>
    private TrainingSession Resumed(TrainingTrial trial, CheckpointFile checkpoint)
    {
        var notices = new List<string>();
        foreach (var content in checkpoint.Read(notices))
        {
            var session = Begin(trial);
            try
            {
                session.LoadState(new MemoryStream(content));
                Warn(notices);
                output.WriteLine($"going on after iteration {session.Done}");
                return session;
            }
            catch (OptimizerStateException cause)
            {
                session.Dispose();
                notices.Add($"a checkpoint cannot be gone on with: {cause.Message}");
            }
        }

        Warn(notices);
        return Begin(trial);
    }

    private TrainingSession Begin(TrainingTrial trial)
    {
        try
        {
            return new TrainingSession(new TrainingSetup(
                trial.Network, trial.Width, trial.NegativeSlope, new DataChoice(trial.Data, data.Folder, trial.Size, trial.Images, trial.TestImages, trial.Classes), trial.Chain,
                new TrainingOptions(trial.BatchSize, trial.Iterations, (ulong)trial.Seed), device));
        }
        catch (Exception cause) when (cause is DataFileException or ArgumentException)
        {
            throw new InputException(cause.Message.Split('\n')[0].Split(" (Parameter '")[0], cause);
        }
    }

    private void Warn(IEnumerable<string> notices)
    {
        foreach (var notice in notices)
            errors.WriteLine($"optdyn: warning: {notice}");
    }

    private static string Name(TrainingTrial trial) => $"{trial.Network}, {trial.Data}, {trial.Optimizer.Name}";

    private static string Note(TrainingSession session) => session.Curve is [.., { Iteration: > 0 } last]
        ? string.Create(CultureInfo.InvariantCulture, $"loss {last.Loss:0.000}, {last.Sparsity():0.0 %} of γ below 1e-3")
        : "";

    private static TrainingResult Result(TrainingSession session)
    {
        var measures = session.Measure();
        static EvaluationResult Of(Evaluation evaluation) => new(evaluation.Loss, evaluation.Top1Error, evaluation.Top5Error);
        return new TrainingResult(
            Of(measures.Training), Of(measures.Test), Of(measures.ZeroedTest), Of(measures.PrunedTest),
            new CostResult(measures.Cost.Parameters, measures.Cost.MultiplyAdds), new CostResult(measures.PrunedCost.Parameters, measures.PrunedCost.MultiplyAdds),
            [.. measures.Features.Select(layer => new LayerResult(
                layer.Layer, [.. layer.Scale.Select(value => (double)value)], [.. layer.Shift.Select(value => (double)value)],
                [.. layer.LargestActivation.Select(value => (double)value)], layer.Selectivity, layer.ClassSelectivity))],
            [.. session.Curve.Select(point => new TrainingPoint(
                point.Iteration, point.Loss, point.Error,
                [.. point.Scale.Select(layer => layer.Select(value => (double)value).ToImmutableArray())],
                [.. point.Shift.Select(layer => layer.Select(value => (double)value).ToImmutableArray())]))]);
    }
}
