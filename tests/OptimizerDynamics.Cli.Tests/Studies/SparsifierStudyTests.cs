using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>L1, proximal L1 and the kinds of each regularization in studies, settings files and options.</summary>
public sealed class SparsifierStudyTests : IDisposable
{
    private const string Study =
        """
        study: made-up
        kind: training
        question: What if?
        base: {data: objects-clean, iterations: 100, optimizer: adam, regularization: l2, lambda: 1e-3}
        seeds: 1
        profiles: {standard: {}}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_study_sweeps_all_regularizations_over_lambda()
    {
        var study = Read(("regularization: l2, lambda: 1e-3", "regularization: [none, l2, l1, proximalL1], lambda: [1e-4, 1e-3]"));
        Assert.Equal(7, study.Trials.Length);
        Assert.Equal(["regularization", "lambda"], study.Varied.Select(parameter => parameter.Key));
        Assert.Equal(
            [(Regularization.L1, 1e-4), (Regularization.L1, 1e-3), (Regularization.ProximalL1, 1e-4), (Regularization.ProximalL1, 1e-3)],
            study.Trials.Skip(3).Select(trial => (trial.Regularization, trial.Lambda)));
        Assert.Equal("AddSign(lambda: 0.001, kinds: all)", study.Trials[4].Chain[0].ToString());
        Assert.Equal(
            "SoftThreshold(lambda: 0.0001, kinds: all, schedule: ConstantSchedule())", study.Trials[5].Chain[^1].ToString());
        Assert.Equal(["L1, λ 1e-4, seed 1", "proximal L1, λ 1e-3, seed 1"], [study.NameOf(study.Trials[3]), study.NameOf(study.Trials[6])]);
        Assert.All(study.Trials, trial => Assert.Equal(trial, TrainingTrial.From(Registry.Standard, trial.Specification)));
        var other = study.Trials[4].With(TrainingParameters.Regularization, Regularization.WeightDecay);
        Assert.Equal((Regularization.WeightDecay, 1e-3, 0.0), (other.Regularization, other.Lambda, other.ValueOf(TrainingParameters.L1)));
    }

    /// <summary>Trials of before have the ids that they had: what is left at its default is not written.</summary>
    [Fact]
    public void What_has_its_default_is_not_written()
    {
        var canonical = Read().Trials[0].Specification.Canonical;
        Assert.DoesNotContain("l1", canonical, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Kinds", canonical, StringComparison.Ordinal);
        Assert.Equal(
            canonical, Read(("lambda: 1e-3", "lambda: 1e-3, l1: 0, l1Kinds: scale, l2Kinds: all")).Trials[0].Specification.Canonical);
    }

    [Fact]
    public void L1_beside_another_regularization_has_a_strength_and_kinds_of_its_own()
    {
        var study = Read(("lambda: 1e-3", "lambda: 1e-3, l1: [0, 1e-4], l1Kinds: scale, l2Kinds: [all, [weight, bias]], decayed: weight"));
        Assert.Equal(4, study.Trials.Length);
        Assert.Equal(["l1", "l2Kinds", "l1Kinds"], study.Varied.Select(parameter => parameter.Key));
        var trial = study.Trials[3];
        Assert.Equal((Regularization.L2, 1e-3, 1e-4), (trial.Regularization, trial.Lambda, trial.ValueOf(TrainingParameters.L1)));
        Assert.StartsWith(
            "AddSign(lambda: 0.0001, kinds: scale) → AddDecayedWeights(lambda: 0.001, kinds: weight+bias)", trial.Chain.ToString(),
            StringComparison.Ordinal);
        Assert.Equal("l1 1e-4, L2 on weight+bias, L1 on scale, seed 1", study.NameOf(trial));
        Assert.All(study.Trials, one => Assert.Equal(one, TrainingTrial.From(Registry.Standard, one.Specification)));
        Assert.Equal(1e-4, trial.With(TrainingParameters.Lambda, 0.5).ValueOf(TrainingParameters.L1));
    }

    [Fact]
    public void One_that_is_the_regularization_already_is_not_given_a_second_strength() => Assert.Contains(
        "study.yaml:4:101: l1: the regularization is l1 already, and its strength is 'lambda': leave 'l1' out, or say another "
            + "regularization beside it", Fault(("regularization: l2, lambda: 1e-3", "regularization: l1, lambda: 1e-3, l1: 1e-4")),
        StringComparison.Ordinal);

    [Fact]
    public void A_kind_that_there_is_not_is_refused_by_its_key()
    {
        Assert.Contains(
            "l1Kinds: unknown kind of parameter 'gamma'", Fault(("lambda: 1e-3", "lambda: 1e-3, l1: 1e-3, l1Kinds: [[gamma]]")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "optdyn: --l1-kinds: expected all, none, or some of weight, bias, scale, shift joined by '+', found 'gamma'",
            _workspace.Run("train", "--l1-kinds", "gamma").Errors, StringComparison.Ordinal);
        Assert.StartsWith(
            "optdyn: --proximal-l1: expected a number in [0, ∞), found '-1'", _workspace.Run("train", "--proximal-l1", "-1").Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_settings_file_says_all_of_it_and_traces_it()
    {
        _workspace.With(
            "optimizer: sgd\nmomentum: 0\nlr: 0.5\nl1: 0.5\nproximalL1: 0.25\nl2: 8\nl2Kinds: scale\n"
                + "schedule: {kind: steps, at: [1], factor: 0.5}\n",
            "0\n0\n0\n", "1\n");
        foreach (var engine in (string[])["cpu", "tensor"])
        {
            var outcome = _workspace.Trace("--engine", engine);
            Assert.Equal(0, outcome.ExitCode);
            Assert.Equal("1\n0.5\n0.25\n0\n", _workspace.Read("out.csv"));
            Assert.Contains(
                "optdyn: warning: l2Kinds: the parameters of a trace are weights, which [scale] leaves out: l2 does nothing\n",
                outcome.Errors, StringComparison.Ordinal);
        }

        Assert.EndsWith(
            "optdyn: --engine: TorchSharp has no l1; 'cpu' and 'tensor' have it\n", Refused(_workspace.Trace("--engine", "torchsharp")),
            StringComparison.Ordinal);
        Assert.Contains(
            "proximalL1 = 0.25 is decoupled", _workspace.Run("explain", "--optimizer", "@opt.yaml", "--iterations", "300").Output,
            StringComparison.Ordinal);

        _workspace.Write("bad.yaml", "optimizer: sgd\nl1Kind: scale\n");
        Assert.Matches(
            "^optdyn: bad.yaml:2:1: unknown key 'l1Kind'.*nearest.*'l1Kinds'",
            Refused(_workspace.Run("explain", "--optimizer", "@bad.yaml")));
    }

    [Fact]
    public void The_optimizers_page_lists_all_of_it()
    {
        var page = _workspace.Run("optimizers", "adam").Output;
        foreach (var word in (string[])["  l1 ", "  proximalL1 ", "  l2Kinds ", "  weightDecayKinds ", "  l1Kinds ", "  proximalL1Kinds "])
            Assert.Contains(word, page, StringComparison.Ordinal);
    }

    private static string Refused(Workspace.Outcome outcome)
    {
        Assert.Equal(2, outcome.ExitCode);
        return outcome.Errors;
    }

    private string Fault(params (string From, string To)[] changes) => Assert.Throws<InputException>(() => Read(changes)).Message;

    private TrainingStudy Read(params (string From, string To)[] changes)
    {
        var text = Study;
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return (TrainingStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", text), "standard");
    }
}
