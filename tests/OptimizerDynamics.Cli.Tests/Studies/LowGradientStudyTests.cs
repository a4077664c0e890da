using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Study files: what they mean, and that what they cannot mean is refused before anything runs.</summary>
public sealed class LowGradientStudyTests : IDisposable
{
    private const string Good =
        """
        study: decay
        kind: low-gradient
        question: Which is faster?
        base: {iterations: 500, noiseAfter: 1e-4}
        sweep:
          optimizer: [adam, sgd]
          regularization: [none, l2]
          lambda: {from: 1e-4, to: 1e-2, perDecade: 2}
        settings: {adam: {lr: 2e-3}}
        seeds: 3
        profiles:
          smoke: {lambda: 0.5, seeds: [7, 9], iterations: 200}
          standard: {}
        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_file_expands_to_every_combination_with_every_default_written_out()
    {
        var study = Read(Good, "standard");

        Assert.Equal(("decay", "Which is faster?", "standard"), (study.Name, study.Question, study.Profile));
        // Two optimizers, each once without and five times with L2.
        Assert.Equal(12, study.Trials.Length);
        Assert.Equal([0, 1e-4, 3.16227766017e-4, 1e-3, 3.16227766017e-3, 1e-2], study.Trials.Take(6).Select(trial => trial.Lambda));
        var adam = study.Trials[1];
        Assert.Equal(
            ("adam", Regularization.L2, 500, 1.0, 1e-3),
            (adam.Optimizer.Name, adam.Regularization, adam.Iterations, adam.InitialValue, adam.Threshold));
        Assert.Equal(new GradientProcess { NoiseAfter = 1e-4 }, adam.Process);
        Assert.Equal((2e-3, 0.99), (adam.Settings["lr"], adam.Settings["beta2"]));
        Assert.True(adam.Seeds is [1, 2, 3]);
        Assert.Equal(
            "AddDecayedWeights(lambda: 1, kinds: all) → ScaleByAdam(beta1: 0.9, beta2: 0.99, epsilon: 1E-08) → ScaleByLearningRate(0.002)",
            adam.UnitChain.ToString());
        Assert.Equal(0.1, study.Trials[6].Settings["lr"]);

        var text = adam.Specification.Canonical;
        Assert.Equal(
            """{"kind":"low-gradient","activeFraction":1,"initialValue":1,"iterations":500,"lambda":0.0001,"noiseAfter":0.0001,"""
                + "\"noiseBefore\":1,\"optimizer\":\"adam\",\"optimizer.beta1\":0.9,\"optimizer.beta2\":0.99,"
                + "\"optimizer.epsilon\":1E-08,\"optimizer.lr\":0.002,\"regularization\":\"l2\",\"schedule\":\"constant\","
                + "\"seeds\":[1,2,3],\"threshold\":0.001,\"transition\":100}",
            text);
        Assert.Equal(12, study.Trials.Select(trial => trial.Specification.Id).Distinct().Count());
    }

    /// <summary>Both forms of L1 beside what the study had, whose ids stay; what the simulations say is what the laws say.</summary>
    [Fact]
    public void L1_and_proximal_L1_are_regularizations_that_the_laws_predict()
    {
        const string Lambdas = "lambda: {from: 1e-4, to: 1e-2, perDecade: 2}";
        const string Base = "{iterations: 500, noiseAfter: 1e-4}";
        var good = Good.Replace(Lambdas, "lambda: [1e-3, 3e-3]", StringComparison.Ordinal)
            .Replace(Base, "{iterations: 2000, noiseBefore: 0.01, noiseAfter: 1e-5}", StringComparison.Ordinal);
        var with = Read(
            good.Replace("[none, l2]", "[none, l2, l1, proximalL1]", StringComparison.Ordinal), "standard");
        Assert.Contains(Lambdas, Good, StringComparison.Ordinal);
        Assert.Contains(Base, Good, StringComparison.Ordinal);
        Assert.Subset(
            with.Trials.Select(trial => trial.Specification.Id).ToHashSet(),
            Read(good, "standard").Trials.Select(trial => trial.Specification.Id).ToHashSet());
        var sparse = with.Trials.Where(trial => trial.Regularization is Regularization.L1 or Regularization.ProximalL1).ToList();
        Assert.Equal(8, sparse.Count);
        foreach (var trial in sparse)
        {
            Assert.Equal(trial.Specification, LowGradientTrial.From(Registry.Standard, trial.Specification).Specification);
            var simulation = new DecaySimulation(
                trial.UnitChain, trial.Seeds.Select(seed => new DecayLane(trial.Lambda, trial.Process, (ulong)seed)), trial.Iterations);
            simulation.Run(trial.Iterations);
            foreach (var outcome in simulation.Outcomes())
            {
                var predicted = LowGradientPrediction.HalfLife(trial, outcome.AtTransition)!.Value;
                // What is left of the noise in a velocity moves θ for a while: 10 % in one of the 24 runs, less in the others.
                Assert.True(
                    predicted.Equals(outcome.HalfLife) || Math.Abs(outcome.HalfLife - predicted) < 0.15 * predicted,
                    $"{trial.Optimizer.Name}, {trial.Regularization} {trial.Lambda}: predicted {predicted}, found {outcome.HalfLife}");
            }
        }
    }

    [Fact]
    public void A_profile_replaces_what_it_names()
    {
        var smoke = Read(Good, "smoke");
        Assert.Equal(4, smoke.Trials.Length);
        Assert.All(smoke.Trials, trial => Assert.True(trial.Seeds is [7, 9] && trial.Iterations == 200 && trial.Lambda is 0 or 0.5));
        Assert.Equal(
            ["smoke", "standard"], StudyFile.ReadAll(Registry.Standard, _workspace.PathOf("study.yaml")).Select(study => study.Profile));
    }

    [Fact]
    public void All_optimizers_can_be_asked_for_and_a_combination_counts_once()
    {
        var study = Read(
            Good.Replace("[adam, sgd]", "all", StringComparison.Ordinal)
                .Replace("[none, l2]", "[none, weightDecay, none]", StringComparison.Ordinal),
            "smoke");
        Assert.Equal(2 * OptimizerCatalog.All.Count, study.Trials.Length);
    }

    /// <summary>A setting applies to the optimizers that have it; the others stay as they are.</summary>
    [Fact]
    public void Settings_of_optimizers_can_be_swept()
    {
        var once = Read(Good, "standard").Trials;
        var study = Read(Good.Replace("sweep:\n", "sweep:\n  beta2: [0.9, 0.99]\n", StringComparison.Ordinal), "standard");
        Assert.Equal(once.Sum(trial => trial.Optimizer.Name == "adam" ? 2 : 1), study.Trials.Length);
        Assert.Equal(
            [0.9, 0.99], study.Trials.Where(trial => trial.Optimizer.Name == "adam").Select(trial => trial.Settings["beta2"]).Distinct());
    }

    [Fact]
    public void A_setting_that_no_optimizer_of_the_study_has_is_refused()
    {
        var error = Assert.Throws<InputException>(
            () => Read(Good.Replace("sweep:\n", "sweep:\n  rho: [0.9]\n", StringComparison.Ordinal), "standard"));
        Assert.Contains("rho: expected an optimizer that has it, found adam, sgd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hypothesis_that_is_none_of_the_kinds_is_refused()
    {
        var error = Assert.Throws<InputException>(() => Read(Good + "\nreport: {decides: H2}\n", "standard"));
        Assert.Contains("decides: expected H11, found 'H2'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What is not touched by a fault keeps the line that it stands in.</summary>
    [Theory]
    [InlineData(
        "sweep:", "sweeps:",
        "study.yaml:5:1: unknown key 'sweeps' in the study; the nearest valid key is 'sweep' (expected: study, kind, question, base, "
            + "sweep, settings, seeds, phaseDiagrams, report, profiles)")]
    [InlineData(
        "low-gradient", "low-gradent",
        "study.yaml:2:7: kind: unknown kind of study 'low-gradent'; the nearest is 'low-gradient' (expected one of low-gradient, "
            + "training)")]
    [InlineData("question: Which is faster?", "question:", "study.yaml:3:10: question: expected a sentence, found nothing")]
    [InlineData(
        "noiseAfter: 1e-4", "noiseafter: 1e-4",
        "study.yaml:4:25: unknown key 'noiseafter' in the base; the nearest valid key is 'noiseAfter' (expected: optimizer, "
            + "regularization, lambda, noiseBefore, noiseAfter, activeFraction, batchSize, initialValue, lr, momentum, nesterov, "
            + "dampening, "
            + "beta1, beta2, epsilon, alpha, centered, lrDecay, initialAccumulator, rho, momentumDecay, transition, iterations, "
            + "threshold, schedule)")]
    [InlineData("iterations: 500", "iterations: 0", "study.yaml:4:20: iterations: expected an integer of at least 1, found '0'")]
    [InlineData("noiseAfter: 1e-4", "noiseAfter: -1", "study.yaml:4:37: noiseAfter: expected a number in [0, ∞), found '-1'")]
    [InlineData("noiseAfter: 1e-4", "lambda: 1e-4", "study.yaml:8:11: lambda: expected in base or in sweep, found in both")]
    [InlineData(
        "[adam, sgd]", "[adm, sgd]",
        "study.yaml:6:15: optimizer: unknown optimizer 'adm'; the nearest is 'adam' (expected one of sgd, adam, amsgrad, adamax, rmsprop, "
            + "adagrad, adadelta, nadam, radam, adabelief, yogi, lion, adamw)")]
    [InlineData(
        "[adam, sgd]", "[]",
        "study.yaml:6:14: optimizer: expected at least one of all, sgd, adam, amsgrad, adamax, rmsprop, adagrad, adadelta, nadam, radam, "
            + "adabelief, yogi, lion, adamw, found an empty list")]
    [InlineData(
        "[none, l2]", "[none, L2]",
        "study.yaml:7:26: regularization: unknown regularization 'L2'; the nearest is 'l2' (expected one of l1, l2, none, proximalL1, "
            + "weightDecay)")]
    [InlineData("perDecade: 2}", "perDecade: 0}", "study.yaml:8:45: perDecade: expected an integer of at least 1, found '0'")]
    [InlineData("from: 1e-4", "from: 0", "study.yaml:8:18: lambda: expected a key 'from' with a number above 0 in [0, ∞)")]
    [InlineData(
        "to: 1e-2", "to: 5e-2", "study.yaml:8:28: lambda: expected an end that steps of 1/2 of a decade from 0.0001 reach, found '0.05'")]
    [InlineData(
        "{from: 1e-4, to: 1e-2, perDecade: 2}", "[]", "study.yaml:8:11: lambda: expected at least a number in [0, ∞), found an empty list")]
    [InlineData(
        "lr: 2e-3", "beta3: 2e-3",
        "study.yaml:9:19: unknown key 'beta3' in the settings of adam; the nearest valid key is 'beta1' (expected: lr, beta1, beta2, "
            + "epsilon, preset)")]
    [InlineData(
        "lr: 2e-3", "l2: 2e-3",
        "study.yaml:9:19: unknown key 'l2' in the settings of adam; the nearest valid key is 'lr' (expected: lr, beta1, beta2, epsilon, "
            + "preset)")]
    [InlineData("seeds: 3", "seeds: 0", "study.yaml:10:8: seeds: expected 1 to 1000000, found '0'")]
    [InlineData("seeds: [7, 9]", "seeds: [7, 7]", "study.yaml:12:31: seeds: expected different seeds, found none or one twice")]
    [InlineData(
        "iterations: 200}", "iteration: 200}",
        "study.yaml:12:39: unknown key 'iteration' in the profile smoke; the nearest valid key is 'iterations' (expected: optimizer, "
            + "regularization, lambda, noiseBefore, noiseAfter, activeFraction, batchSize, initialValue, lr, momentum, nesterov, "
            + "dampening, "
            + "beta1, beta2, epsilon, alpha, centered, lrDecay, initialAccumulator, rho, momentumDecay, transition, iterations, "
            + "threshold, schedule, seeds, cells)")]
    [InlineData("noiseAfter: 1e-4", "batchSize: 0", "study.yaml:4:36: batchSize: expected an integer of at least 1, found '0'")]
    [InlineData("seeds: 3", "report: {against: lambda}", "study.yaml:10:19: against: expected batchSize, found 'lambda'")]
    [InlineData(
        "iterations: 500", "iterations: 100",
        "study.yaml:4:20: iterations: expected more than the transition, 100: after it the decay is measured; found '100'")]
    [InlineData(
        "iterations: 500", "transition: 600",
        "study.yaml:4:20: transition: expected less than the 200 iterations: after it the decay is measured; found '600'")]
    [InlineData("seeds: 3", "seeds: 1000001", "study.yaml:10:8: seeds: expected 1 to 1000000, found '1000001'")]
    [InlineData(
        "standard: {}", "standard: now", "study.yaml:13:13: standard: expected the profile standard as 'key: value' lines, found 'now'")]
    public void A_fault_is_named_whichever_profile_is_run(string good, string bad, string message)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var error = Assert.Throws<InputException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal), "standard"));
        Assert.Equal(message, error.Message.Replace(_workspace.PathOf(""), "", StringComparison.Ordinal).TrimStart('/'));
    }

    [Fact]
    public void A_profile_that_is_not_there_is_named()
    {
        var error = Assert.Throws<InputException>(() => Read(Good, "standart"));
        Assert.EndsWith(
            "study.yaml: unknown profile 'standart'; the nearest is 'standard' (expected one of smoke, standard)", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_projects_own_study_has_the_papers_protocol()
    {
        var study = (LowGradientStudy)StudyFile.Read(
            Registry.Standard, Path.Combine(AppContext.BaseDirectory, "low-gradient", "study.yaml"), "standard");
        // Every optimizer, once without regularization, and with L2 and weight decay of 1e-6 to 1e-1 in half decades.
        Assert.Equal(12 * (1 + 2 * 11), study.Trials.Length);
        Assert.All(
            study.Trials, trial => Assert.Equal((new GradientProcess(), 1.0, 1e-3), (trial.Process, trial.InitialValue, trial.Threshold)));
        Assert.All(study.Trials, trial => Assert.True(trial.Seeds.Length >= 32));
    }

    private LowGradientStudy Read(string text, string profile) =>
        (LowGradientStudy)StudyFile.Read(Registry.Standard, _workspace.Write("study.yaml", text), profile);
}
