using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary>One training from the command line: what <c>optdyn train</c> is told beside the trial.</summary>
/// <param name="context">Shows it, and takes warnings.</param>
internal sealed class TrainRun(CommandContext context)
{
    /// <summary>What stands in the place of a study's name.</summary>
    public const string Study = "train";

    /// <summary>Where records and checkpoints are kept.</summary>
    public required RunStore Store { get; init; }

    /// <summary>The trial's data set.</summary>
    public required KnownData Data { get; init; }

    /// <summary>Where it computes.</summary>
    public required string Device { get; init; }

    /// <summary>How many threads it computes with; 0 for as many as libtorch likes.</summary>
    public int Threads { get; init; }

    /// <summary>Iterations between checkpoints.</summary>
    public long CheckpointEvery { get; init; }

    /// <summary>The folder of its file for TensorBoard; null where there is to be none.</summary>
    public string? Events { get; init; }

    /// <summary>Whether it is trained again although there is a record.</summary>
    public bool RunsRecorded { get; init; }

    /// <summary>Trains, unless that was done before, and shows what came out.</summary>
    /// <returns>The exit code.</returns>
    public int Run(TrainingTrial trial)
    {
        var notices = new List<string>();
        var record = RunsRecorded ? null : Store.Find(Study, trial.Specification.Id, notices);
        notices.ForEach(context.Warn);
        if (record is not null)
        {
            context.Output.WriteLine("this was trained before; --force trains it again");
            if (Events is not null)
                TrainingEvents.Write(Events, record);
        }

        record ??= Train(trial);
        Show(record);
        context.Output.WriteLine($"record: {Store.PathOf(Study, record.Id)}");
        if (Events is not null)
            context.Output.WriteLine($"TensorBoard: {Events}");
        return ExitCodes.Success;
    }

    private TrialRecord Train(TrainingTrial trial)
    {
        using var end = new EndRequest();
        using var engine = TorchTraining.Engine(context.Registry, _ => Data.Folder, Device, Threads);
        var runner = new TrainingRunner(Study, Store, engine)
        {
            Events = Events is null ? [] : [Events],
            CheckpointEvery = CheckpointEvery,
            Warn = context.Warn,
        };
        if (Store.CheckpointOf(Study, trial.Specification.Id).Steps is { } steps)
            context.Output.WriteLine($"resuming after iteration {steps.Done}");
        TrialRecord? record = null;
        new ProgressDisplay(context.Output).ShowSteps(
            $"{trial.Network}, {trial.Data}, {trial.Optimizer.Name}", "iterations",
            progress => record = runner.Run([trial], progress, end.Token)[0]);
        return record ?? throw new FailureException("another process is running this trial");
    }

    private void Show(TrialRecord record)
    {
        if (record.Status != TrialStatus.Completed)
        {
            context.Output.WriteLine($"{record.Status.ToString().ToLowerInvariant()}: {record.Reason}");
            return;
        }

        var result = TrainingResultJson.Of(record);
        void Line(FormattableString line) => context.Output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        var (cost, pruned) = (result.Cost, result.Costs[ResultNames.PrunedCost]);
        var (zeroed, without) = (result.ErrorOf(ResultNames.ZeroedTest), result.ErrorOf(ResultNames.PrunedTest));
        var (training, test) = (result.Training.Top1Error, result.Test.Top1Error);
        Line($"training error {training:0.0 %}, test error {test:0.0 %}; with inactive features set to zero {zeroed:0.0 %}");
        var macs = FormattableString.Invariant($"{pruned.Macs:#,0} of {cost.Macs:#,0} MACs an image");
        Line($"without them {pruned.Parameters:#,0} of {cost.Parameters:#,0} parameters, {macs}, and a test error of {without:0.0 %}");
        var (byScale, byActivation) = (result.SparsityByScale(), result.SparsityByActivation());
        Line($"inactive of {result.Features} features: {byScale:0.0 %} by γ, {byActivation:0.0 %} by activation");
        foreach (var layer in result.Layers)
        {
            var inactive = layer.Scale.Count(scale => Math.Abs(scale) < FeatureStatistics.ScaleThreshold);
            var selectivity = layer.Selectivity.Average();
            Line($"  {layer.Name,-4} {layer.Scale.Length,5} features, {inactive,5} with γ below 1e-3, selectivity {selectivity:0.00}");
        }
    }
}
