namespace OptimizerDynamics.Cli.Tests;

/// <summary>What settings files say of presets and of what decays, and what a user is told of both.</summary>
public sealed class PresetFileTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>Two steps with gradient 1: μ = 0.9 makes the second 1.9 long.</summary>
    [Theory]
    [InlineData("optimizer: sgd\nlr: 1\n", "0\n-1\n-2.9\n")]
    [InlineData("optimizer: sgd\nlr: 1\npreset: paper\n", "0\n-1\n-2.9\n")]
    [InlineData("optimizer: sgd\nlr: 1\npreset: pytorch\n", "0\n-1\n-2\n")]
    [InlineData("optimizer: sgd\nlr: 1\nmomentum: 0.5\npreset: pytorch\n", "0\n-1\n-2.5\n")]
    public void A_preset_holds_where_the_file_says_nothing(string settings, string expected)
    {
        Assert.Equal(0, _workspace.With(settings, "1\n1\n", "0\n").Trace().ExitCode);
        Assert.Equal(expected, _workspace.Read("out.csv"));
    }

    [Theory]
    [InlineData("all", "0.5", "")]
    [InlineData("weight", "0.5", "")]
    [InlineData("[weight, bias]", "0.5", "")]
    [InlineData("[scale, shift]", "1", "decayed: the parameters of a trace are weights, which [scale, shift] leaves out: nothing decays")]
    [InlineData("none", "1", "decayed: the parameters of a trace are weights, which none leaves out: nothing decays")]
    public void What_decays_can_be_chosen(string decayed, string last, string warning)
    {
        foreach (var engine in new[] { "cpu", "tensor", "torchsharp" })
        {
            var outcome =
                _workspace.With($"optimizer: sgd\nweightDecay: 0.5\ndecayed: {decayed}\n", "0\n", "1\n").Trace("--engine", engine);

            Assert.Equal(0, outcome.ExitCode);
            Assert.Equal($"1\n{last}\n", _workspace.Read("out.csv"));
            Assert.Contains(
                warning.Length > 0 ? $"optdyn: warning: {warning}\n" : "shrinks every decayed parameter by 50 %", outcome.Errors,
                StringComparison.Ordinal);
            Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [InlineData("preset: torch", "opt.yaml:2:9: preset: unknown preset 'torch'; the nearest is 'pytorch' (expected one of paper, pytorch)")]
    [InlineData(
        "decayed: [weight, shifts]",
        "opt.yaml:2:10: decayed: unknown kind of parameter 'shifts'; the nearest is 'shift' (expected one of weight, bias, scale, shift, "
            + "all, none)")]
    [InlineData("decayed: [all, bias]", "opt.yaml:2:10: decayed: expected 'all' alone, or some of weight, bias, scale, shift")]
    [InlineData(
        "decayed: []", "opt.yaml:2:10: decayed: expected at least one of weight, bias, scale, shift, all, none, found an empty list")]
    [InlineData(
        "weight_decay: 0.1",
        "opt.yaml:2:1: unknown key 'weight_decay' in optimizer settings; the nearest valid key is 'weightDecay' (decoupled and multiplied "
            + "by lr, as in PyTorch's AdamW) (expected: optimizer, lr, beta1, beta2, epsilon, l2, weightDecay, l1, proximalL1, schedule, "
            + "decayed, l2Kinds, weightDecayKinds, l1Kinds, proximalL1Kinds, preset)")]
    public void What_is_neither_is_refused(string line, string message) =>
        _workspace.With($"optimizer: adamw\n{line}\n", "0\n", "1\n").Trace().IsRefused(message);

    [Fact]
    public void PyTorchs_weight_decay_written_for_adam_gets_a_notice()
    {
        var outcome = _workspace.With("optimizer: adam\nweightDecay: 0.01\n", "0\n", "1\n").Trace();

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(
            "optdyn: warning: weightDecay = 0.01 of adam shrinks every decayed parameter by 1 % in each step, whatever lr; PyTorch's "
            + "weight_decay is multiplied by lr: its 0.01 at lr = 0.001 is weightDecay = 1E-05 here\n", outcome.Errors);
    }

    /// <summary>Who writes <c>optimizer: sgd</c> and expects no momentum sees at once that there is one.</summary>
    [Fact]
    public void Help_shows_the_defaults_of_both_presets()
    {
        var outcome = _workspace.Run("optimizers", "sgd");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("  key                paper     pytorch   range        meaning\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  momentum           0.9       0         [0, 1)       μ, how much of the velocity stays", outcome.Output,
            StringComparison.Ordinal);
        Assert.Contains("Where nothing is said, 'paper' holds", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("PyTorch has no lion", _workspace.Run("optimizers", "lion").Output, StringComparison.Ordinal);
    }
}
