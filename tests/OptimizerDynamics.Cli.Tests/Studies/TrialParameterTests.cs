using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>
/// Parameters of trials: what can be swept, when two trials are the same, and that a new one needs nothing but its descriptor.
/// </summary>
public sealed class TrialParameterTests : IDisposable
{
    private const string Study =
        """
        study: made-up
        kind: training
        question: What if?
        base: {data: objects-clean, iterations: 100, optimizer: adam, regularization: l2, lambda: 1e-3}
        seeds: 2
        report: {against: lambda}
        profiles: {standard: {}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Texts_rounded_to_three_digits_do_not_decide_whether_trials_are_the_same()
    {
        var study = Read(("lambda: 1e-3", "lambda: [0.0012341, 0.0012342]"));
        Assert.Equal(4, study.Trials.Length);
        Assert.Same(TrainingParameters.Lambda, Assert.Single(study.Varied));
        Assert.False(study.Trials[0].DiffersOnlyIn(study.Trials[2], TrainingParameters.Regularization));
        Assert.Equal(["λ 1.2341e-3, seed 1", "λ 1.2342e-3, seed 1"], study.Trials.Where(trial => trial.Seed == 1).Select(study.NameOf));
    }

    [Fact]
    public void Variants_that_differ_in_their_schedule_are_not_paired()
    {
        var study = Read(("seeds: 2", "variants: {one: {}, other: {schedule: cosine}}\nseeds: 2"));
        Assert.Equal(4, study.Trials.Length);
        Assert.Same(TrainingParameters.Schedule, Assert.Single(study.Varied));
        Assert.False(study.Trials[0].DiffersOnlyIn(study.Trials[2], TrainingParameters.Regularization));
        Assert.True(study.Trials[0].DiffersOnlyIn(study.Trials[2], TrainingParameters.Schedule));
        Assert.True(study.Trials[0].DiffersOnlyIn(study.Trials[1]));
    }

    /// <summary>What the paper decays, all of it, is not written: the trials of before keep their ids.</summary>
    [Fact]
    public void What_is_decayed_can_be_swept()
    {
        var study = Read(("lambda: 1e-3", "lambda: 1e-3, decayed: [all, weight, [weight, bias], none]"));
        Assert.Equal(
            [ParameterKinds.All, ParameterKinds.Weight, ParameterKinds.Weight | ParameterKinds.Bias, ParameterKinds.None],
            study.Trials.Select(trial => trial.ValueOf(TrainingParameters.Decayed)).Distinct());
        Assert.Equal(Read().Trials[0].Specification, study.Trials[0].Specification);
        Assert.Equal("weight+bias", study.Trials[4].Specification.Text("decayed"));
        Assert.All(study.Trials, trial => Assert.Equal(trial, TrainingTrial.From(Registry.Standard, trial.Specification)));
        Assert.Contains("AddDecayedWeights(lambda: 0.001, kinds: weight+bias)", study.Trials[4].Chain.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "unknown kind of parameter 'wait'", Fault(("lambda: 1e-3", "lambda: 1e-3, decayed: [[wait]]")), StringComparison.Ordinal);
        var outcome = _workspace.Run("train", "--decayed", "gamma");
        Assert.StartsWith(
            "optdyn: --decayed: expected all, none, or some of weight, bias, scale, shift joined by '+', found 'gamma'", outcome.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_preset_holds_for_what_is_left_out_and_a_hard_decay_gets_a_notice()
    {
        var study = Read(("seeds: 2", "settings: {preset: pytorch}\nseeds: 2"));
        Assert.Equal((0.999, 0.99), (study.Trials[0].Settings["beta2"], Read().Trials[0].Settings["beta2"]));
        Assert.Empty(study.Notices);
        Assert.Contains(
            "shrinks every decayed parameter by 1 %",
            Assert.Single(Read(("regularization: l2, lambda: 1e-3", "regularization: weightDecay, lambda: 0.01")).Notices),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Schedules_can_be_swept()
    {
        var study = Read(("lambda: 1e-3", "lambda: 1e-3, schedule: [constant, {kind: fractions, at: [0.5]}]"));
        Assert.Equal([Schedule.Constant, new FractionDrops([0.5], 0.1)], study.Trials.Select(trial => trial.Schedule).Distinct());
    }

    /// <summary>
    /// Two values of every setting of every optimizer: through a study, its specification and back, and as an option of its own.
    /// </summary>
    [Fact]
    public void Every_setting_of_every_optimizer_can_be_swept()
    {
        foreach (var optimizer in OptimizerCatalog.All)
        {
            foreach (var setting in optimizer.Settings.Where(setting => !SettingParameter.IsOfRegularization(setting)))
            {
                var values = setting.IsSwitch ? "[false, true]" : "[0, 0.25]";
                var study = Read((
                    "optimizer: adam",
                    $"optimizer: {optimizer.Name}, {setting.Key}: {values}{(setting.Key == "nesterov" ? ", dampening: 0" : "")}"));
                Assert.Equal(4, study.Trials.Length);
                Assert.Equal([setting.Key], study.Varied.Select(parameter => parameter.Key));
                Assert.Equal([0, setting.IsSwitch ? 1 : 0.25], study.Trials.Select(trial => trial.Settings[setting.Key]).Distinct());
                Assert.All(study.Trials, trial => Assert.Equal(trial, TrainingTrial.From(Registry.Standard, trial.Specification)));
            }
        }
    }

    [Fact]
    public void Against_refuses_by_name_what_has_no_numeric_value()
    {
        Assert.Contains(
            "study.yaml:6:19: against: expected a key whose values are numbers, found 'optimizer' (expected one of size, images,",
            Fault(("against: lambda", "against: optimizer")), StringComparison.Ordinal);
        Assert.Contains(
            "against: unknown key 'lamda'; the nearest is 'lambda'", Fault(("against: lambda", "against: lamda")),
            StringComparison.Ordinal);
        Assert.Equal("momentum", Read(("against: lambda", "against: momentum")).Report.Against!.Key);
    }

    [Fact]
    public void A_setting_that_an_optimizer_does_not_have_is_refused()
    {
        Assert.Contains(
            "study.yaml:4:73: momentum: expected optimizers that have it, found 'adam'",
            Fault(("optimizer: adam", "optimizer: adam, momentum: 0.5")), StringComparison.Ordinal);
        var outcome = _workspace.Run("train", "--momentum", "0.5");
        Assert.Equal(
            (
                2,
                "optdyn: --momentum: expected optimizers that have it, found 'adam', which has lr, beta1, beta2, epsilon, l2, "
                    + "weightDecay, l1, proximalL1\n"),
            (outcome.ExitCode, outcome.Errors));
    }

    [Theory]
    [InlineData("--size 5000", "--size: expected an integer from 0 to 4,096, found '5000' (see 'optdyn train --help')")]
    [InlineData("--beta2 1", "--beta2: expected a number in [0, 1), found '1' (see 'optdyn train --help')")]
    [InlineData("--optimizer sgd --nesterov yes", "--nesterov: expected true or false, found 'yes' (see 'optdyn train --help')")]
    [InlineData("--optimizer sgd --nesterov true --momentum 0", "sgd: ")]
    [InlineData("--iterations 5 --epochs 1", "--iterations: expected --iterations or --epochs, found both")]
    [InlineData(
        "--seed 9007199254740993", "--seed: expected an integer of at least 0, found '9007199254740993' (see 'optdyn train --help')")]
    public void Values_are_never_clamped(string options, string message)
    {
        var outcome = _workspace.Run(["train", .. options.Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith($"optdyn: {message}", outcome.Errors, StringComparison.Ordinal);
    }

    /// <summary>A parameter that this program does not know: swept, named, identified and read back by its descriptor alone.</summary>
    [Fact]
    public void A_new_parameter_is_a_descriptor_and_nothing_else()
    {
        var dropout = new NumberParameter("dropout", Interval.Averaging)
        {
            Meaning = "The share of features that a step leaves out.",
            Default = _ => 0,
        };
        var registry = Registry.Standard.With(dropout);
        var study = (TrainingStudy)StudyFile.Read(
            registry, _workspace.Write("study.yaml", Replaced(("lambda: 1e-3", "lambda: 1e-3, dropout: [0, 0.5]"))), "standard");
        Assert.Same(dropout, Assert.Single(study.Varied));
        Assert.Equal(["dropout 0, seed 1", "dropout 0.5, seed 1"], study.Trials.Where(trial => trial.Seed == 1).Select(study.NameOf));
        Assert.All(study.Trials, trial => Assert.Equal(trial, TrainingTrial.From(registry, trial.Specification)));

        // What has the default is the trial that it was before there was such a parameter.
        Assert.Equal(Read().Trials[0].Specification, study.Trials[0].Specification);
        Assert.Contains("\"dropout\":0.5", study.Trials[^1].Specification.Canonical, StringComparison.Ordinal);
        Assert.Equal(study.Trials[^1], study.Trials[1].With(dropout, 0.5));
        Assert.Contains(
            "'dropout', which is no parameter here",
            Assert.Throws<FormatException>(() => TrainingTrial.From(Registry.Standard, study.Trials[^1].Specification)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => registry.With(dropout));
    }

    private string Fault(params (string Good, string Bad)[] changes) => Assert.Throws<InputException>(() => Read(changes)).Message;

    private TrainingStudy Read(params (string Good, string Bad)[] changes) =>
        (TrainingStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", Replaced(changes)), "standard");

    private static string Replaced(params (string Good, string Bad)[] changes) => changes.Aggregate(Study, (text, change) =>
    {
        Assert.Contains(change.Good, text, StringComparison.Ordinal);
        return text.Replace(change.Good, change.Bad, StringComparison.Ordinal);
    });
}
