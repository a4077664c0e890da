using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary>One training from the command line.</summary>
/// <param name="options">Where it computes, and where its record goes.</param>
/// <param name="data">The trial's data set.</param>
/// <param name="context">Shows it, and takes warnings.</param>
internal sealed class TrainRun(TrainOptions options, KnownData data, CommandContext context)
{
    /// <summary>What stands in the place of a study's name.</summary>
    public const string Study = "train";

    private readonly RunStore _store = new(options.Store);

    /// <summary>The folder of its file for TensorBoard; null where there is to be none.</summary>
    public string? Events { get; init; }

    /// <summary>Trains, unless that was done before, and shows what came out.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="end">Asks it to end, with a checkpoint.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="TrialStoppedException">It was asked to end.</exception>
    public int Run(TrainingTrial trial, CancellationToken end)
    {
        var notices = new List<string>();
        var kept = _store.TrainedOf(Study, trial.Specification.Id);
        var record = options.RunsRecorded || (options.KeepsTrained && kept.Steps is null)
            ? null
            : _store.Find(Study, trial.Specification.Id, notices);
        notices.ForEach(context.Warn);
        if (record is not null)
        {
            context.Output.WriteLine("this was trained before; --force trains it again");
            if (Events is not null)
                TrainingEvents.Write(Events, record);
        }

        record ??= Train(trial, end);
        Show(record);
        context.Output.WriteLine($"record: {_store.PathOf(Study, record.Id)}");
        if (options.KeepsTrained && kept.Steps is not null)
            context.Output.WriteLine($"'optdyn export {_store.PathOf(Study, record.Id)}' writes the network for other programs");
        if (Events is not null)
            context.Output.WriteLine($"TensorBoard: {Events}");
        return ExitCodes.Success;
    }

    private TrialRecord Train(TrainingTrial trial, CancellationToken end)
    {
        using var engines = new TrainingEngines(context.Registry, _ => data.Folder, options.Device, options.Threads);
        var runner = new TrainingRunner(Study, _store, engines.Of(trial.Engine))
        {
            Events = Events is null ? [] : [Events],
            CheckpointEvery = options.CheckpointEvery,
            KeepsTrained = options.KeepsTrained,
            Warn = context.Warn,
        };
        if (_store.CheckpointOf(Study, trial.Specification.Id).Steps is { } steps)
            context.Output.WriteLine($"resuming after iteration {steps.Done}");
        foreach (var settings in TrainingTrial.SettingsInForce([trial]))
            context.Output.WriteLine(settings);
        TrialRecord? record = null;
        new ProgressDisplay(context.Output).ShowSteps(
            $"{trial.Network}, {trial.Data}, {trial.Optimizer.Name}", "iterations",
            progress => record = runner.Run([trial], progress, end)[0]);
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
        if (result.HasScale)
            Line($"inactive of {result.Features} features: {byScale:0.0 %} by γ, {byActivation:0.0 %} by activation");
        else
            Line($"inactive of {result.Features} features: {byActivation:0.0 %} by activation; without normalization there is no γ");
        foreach (var layer in result.Layers)
        {
            var inactive = layer.HasScale ? FormattableString.Invariant($"{layer.InactiveByScale(),5} with γ below 1e-3, ") : "";
            var selectivity = layer.Selectivity.Average();
            Line($"  {layer.Name,-4} {layer.Features,5} features, {inactive}selectivity {selectivity:0.00}");
        }

        foreach (var branch in result.Branches)
        {
            var left = (double)branch.Cost.Macs / cost.Macs;
            var tuned = branch.FineTuned is { } found ? FormattableString.Invariant($", fine-tuned {found.Top1Error:0.0 %}") : "";
            var end = branch.Divergence is { } divergence ? $"; {divergence}" : tuned;
            var (by, error) = ($"{branch.Criterion} {branch.Amount.ToString(CultureInfo.InvariantCulture)}", branch.Pruned.Top1Error);
            Line($"pruned by {by}: {branch.Removed} features less, {left:0.0 %} of the MACs, test error {error:0.0 %}{end}");
        }
    }
}
