namespace OptimizerDynamics.Cli.Tests;

/// <summary>Input that cannot be used: exit code 2, one line that says where and what was expected, and no output file.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Decays = "l2, weightDecay, l1, proximalL1";
    private const string Last = "schedule, decayed, l2Kinds, weightDecayKinds, l1Kinds, proximalL1Kinds, preset)";

    private const string All = "sgd, adam, amsgrad, adamax, rmsprop, adagrad, adadelta, nadam, radam, adabelief, yogi, lion, adamw";
    private const string Kinds = "constant, steps, fractions, cosine, warmup, inverseTime";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    // keys
    [InlineData(
        "optimizer: adam\nbeta_2: 0.9\n",
        "opt.yaml:2:1: unknown key 'beta_2' in optimizer settings; the nearest valid key is 'beta2' (expected: optimizer, lr, beta1, "
            + "beta2, epsilon, " + Decays + ", " + Last)]
    [InlineData(
        "optimizer: sgd\nweight_decay: 0.1\n",
        "opt.yaml:2:1: unknown key 'weight_decay' in optimizer settings; the nearest valid keys are 'l2' (coupled: what PyTorch's "
            + "optimizers but AdamW mean by it) and 'weightDecay' (decoupled, and not multiplied by lr; for PyTorch's AdamW say "
            + "'optimizer: adamw') (expected: optimizer, lr, momentum, nesterov, dampening, " + Decays + ", " + Last)]
    [InlineData(
        "optimizer: lion\nlearning_rate: 0.1\n",
        "opt.yaml:2:1: unknown key 'learning_rate' in optimizer settings; the nearest valid key is 'lr' (expected: optimizer, lr, beta1, "
            + "beta2, " + Decays + ", " + Last)]
    [InlineData(
        "optimizer: sgd\nbeta1: 0.9\n",
        "opt.yaml:2:1: unknown key 'beta1' in optimizer settings; the nearest valid key is 'l1' (expected: optimizer, lr, momentum, "
            + "nesterov, dampening, " + Decays + ", " + Last)]
    [InlineData(
        "optimizer: adam\namsgrad: true\n",
        "opt.yaml:2:1: unknown key 'amsgrad' in optimizer settings; 'amsgrad' is an optimizer of its own here: say 'optimizer: amsgrad' "
            + "(expected: optimizer, lr, beta1, beta2, epsilon, " + Decays + ", " + Last)]
    [InlineData(
        "optimizer: lion\n\u00A0lr: 0.1\n",
        "opt.yaml:2:1: unknown key '<U+00A0>lr' in optimizer settings; the nearest valid key is 'lr' (expected: optimizer, lr, beta1, "
            + "beta2, " + Decays + ", " + Last)]
    [InlineData(
        "optimizer: adam\nlr: 1\n\tbeta1: 0\n",
        "opt.yaml:3:1: this is not valid YAML: a tab stands in the indentation, which has to be of spaces")]
    [InlineData("optimizer: adam\nlr: 1e-400\n", "opt.yaml:2:5: lr: expected a number in [0, ∞), found '1e-400'")]
    [InlineData("lr: 0.1\n", "opt.yaml:1:1: expected a key 'optimizer' with one of " + All + ", found none")]
    [InlineData(
        "optimiser: adam\n",
        "opt.yaml:1:1: unknown key 'optimiser' in optimizer settings; the nearest valid key is 'optimizer' (expected: optimizer, lr, "
            + "momentum, nesterov, dampening, " + Decays + ", beta1, beta2, epsilon, alpha, centered, lrDecay, initialAccumulator, rho, "
            + "momentumDecay, " + Last)]
    [InlineData(
        "optimizer: Adam\n", "opt.yaml:1:12: optimizer: unknown optimizer 'Adam'; the nearest is 'adam' (expected one of " + All + ")")]
    [InlineData("optimizer: [adam]\n", "opt.yaml:1:12: optimizer: expected one of " + All + ", found a list")]
    // types and ranges
    [InlineData("optimizer: adam\nlr: fast\n", "opt.yaml:2:5: lr: expected a number in [0, ∞), found 'fast'")]
    [InlineData("optimizer: adam\nlr: '0.1'\n", "opt.yaml:2:5: lr: expected a number in [0, ∞), found '0.1'")]
    [InlineData("optimizer: adam\nlr: -0.1\n", "opt.yaml:2:5: lr: expected a number in [0, ∞), found '-0.1'")]
    [InlineData("optimizer: adam\nlr: NaN\n", "opt.yaml:2:5: lr: expected a number in [0, ∞), found 'NaN'")]
    [InlineData("optimizer: adam\nlr:\n", "opt.yaml:2:4: lr: expected a number in [0, ∞), found nothing")]
    [InlineData("optimizer: adam\nbeta1: 1\n", "opt.yaml:2:8: beta1: expected a number in [0, 1), found '1'")]
    [InlineData("optimizer: adam\nbeta2: {a: 1}\n", "opt.yaml:2:8: beta2: expected a number in [0, 1), found a mapping")]
    [InlineData("optimizer: sgd\nnesterov: 1\n", "opt.yaml:2:11: nesterov: expected true or false, found '1'")]
    [InlineData(
        "optimizer: sgd\nnesterov: true\ndampening: 0.5\n", "opt.yaml:2:11: sgd: nesterov requires a momentum above 0 and no dampening")]
    // schedules
    [InlineData(
        "optimizer: sgd\nschedule: cosin\n",
        "opt.yaml:2:11: schedule: unknown schedule 'cosin'; the nearest is 'cosine' (expected one of " + Kinds + ")")]
    [InlineData(
        "optimizer: sgd\nschedule: steps\n",
        "opt.yaml:2:11: schedule: 'steps' needs settings; expected a mapping such as {kind: steps, at: [1000, 2000], factor: 0.1}")]
    [InlineData(
        "optimizer: sgd\nschedule: {at: [1]}\n", "opt.yaml:2:11: schedule: expected a key 'kind' with one of " + Kinds + ", found none")]
    [InlineData("optimizer: sgd\nschedule: {kind: steps}\n", "opt.yaml:2:11: expected a key 'at' in the schedule, found none")]
    [InlineData(
        "optimizer: sgd\nschedule: {kind: steps, at: [2, 1]}\n",
        "opt.yaml:2:29: at = [2, 1] must hold strictly increasing iterations, the first at least 0")]
    [InlineData(
        "optimizer: sgd\nschedule: {kind: steps, at: [1.5]}\n", "opt.yaml:2:30: at: expected an integer of at least 0, found '1.5'")]
    [InlineData("optimizer: sgd\nschedule: {kind: fractions, at: [1.5]}\n", "opt.yaml:2:34: at: expected a number in (0, 1), found '1.5'")]
    [InlineData(
        "optimizer: sgd\nschedule: {kind: steps, milestones: [1]}\n",
        "opt.yaml:2:25: unknown key 'milestones' in the schedule; the nearest valid key is 'at' (expected: kind, at, factor)")]
    [InlineData(
        "optimizer: sgd\nschedule: [1, 2]\n",
        "opt.yaml:2:11: schedule: expected one of " + Kinds + ", or a mapping with a 'kind', found a list")]
    // YAML
    [InlineData("", "opt.yaml:1:1: expected optimizer settings as 'key: value' lines, found an empty file")]
    [InlineData("adam\n", "opt.yaml:1:1: expected optimizer settings as 'key: value' lines, found 'adam'")]
    [InlineData("optimizer: adam\n---\noptimizer: sgd\n", "opt.yaml:3:1: expected one document, found a second one")]
    public void Settings_that_cannot_be_used_are_refused(string settings, string message) =>
        Refuses(_workspace.With(settings), message);

    [Theory]
    [InlineData("optimizer: adam\n  lr: [1\n")]
    [InlineData("optimizer: adam\nlr: 1\nlr: 2\n")]
    [InlineData("optimizer: adam\nschedule: {kind: steps, at: [1, 2\nlr: 0.1\n")]
    [InlineData("optimizer: {a: b\nlr: 1\n")]
    [InlineData("...\nfoo\n")]
    [InlineData("? : 1\n")]
    [InlineData("optimizer: !!str] 1\n")]
    [InlineData("optimizer: !<> adam\n")]
    [InlineData("%TAG ! \n---\n")]
    [InlineData("optimizer: *missing\n")]
    public void What_is_no_yaml_is_refused_with_its_place(string settings)
    {
        var outcome = _workspace.With(settings).Trace();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches(@"^optdyn: opt\.yaml:[123]:\d+: [^\n]+\n$", outcome.Errors.ReplaceLineEndings("\n"));
    }

    /// <summary>Recursion over these would never end, or end the process.</summary>
    [Theory]
    [InlineData(
        "optimizer: adam\nschedule: &s {kind: warmup, length: 5, then: *s}\n",
        "opt.yaml:2:46: aliases (*name) are not supported here; write the value itself")]
    [InlineData("optimizer: adam\nlr: &x 5\nbeta1: *x\n", "opt.yaml:3:8: aliases (*name) are not supported here; write the value itself")]
    public void Aliases_are_refused(string settings, string message) => Refuses(_workspace.With(settings), message);

    [Fact]
    public void Deep_nesting_is_refused() =>
        Refuses(
            _workspace.With("optimizer: adam\nlr: " + new string('[', 200_000)),
            "opt.yaml:2:36: lists and mappings are nested more than 32 deep");

    [Theory]
    [InlineData("optimizer: \"ad\\nam\"\n")]
    [InlineData("optimizer: adam\n\"be\\nta\": 1\n")]
    [InlineData("optimizer: sgd\nschedule: \"co\\nsine\"\n")]
    public void An_error_is_one_line_whatever_it_quotes(string settings)
    {
        var outcome = _workspace.With(settings).Trace();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--optimizer")]
    [InlineData("--gradients")]
    [InlineData("--out")]
    public void An_empty_file_name_is_refused(string option)
    {
        string[] words = ["trace", "--optimizer", "@opt.yaml", "--gradients", "@g.csv", "--initial", "@x0.csv", "--out", "@out.csv"];
        words[Array.IndexOf(words, option) + 1] = "";

        _workspace.With("optimizer: adam\n")
            .Run(words)
            .IsRefused($"{option}: expected a file name, found nothing (see 'optdyn trace --help')");
    }

    [Fact]
    public void A_folder_is_no_output()
    {
        Directory.CreateDirectory(_workspace.PathOf("folder"));
        _workspace.With("optimizer: adam\n")
            .Run("trace", "--optimizer", "@opt.yaml", "--gradients", "@g.csv", "--initial", "@x0.csv", "--out", "@folder")
            .IsRefused("--out: expected a file, found the folder 'folder'");
    }

    [Fact]
    public void A_state_that_cannot_be_saved_leaves_no_trajectory_either()
    {
        _workspace.With("optimizer: adam\n")
            .Trace("--state-out", "/no/such/folder/s")
            .IsRefused("--state-out: there is no folder '/no/such/folder'");

        Assert.Equal(["g.csv", "opt.yaml", "x0.csv"], _workspace.Files);
    }

    [Fact]
    public void A_state_with_something_behind_it_is_refused()
    {
        _workspace.With("optimizer: adam\n").Trace("--state-out", "@s");
        File.AppendAllText(_workspace.PathOf("s"), "x");

        _workspace.Trace("--state-in", "@s").IsRefused("s: expected the end of the file behind the state, found more");
    }

    [Theory]
    [InlineData("1,2\n3\n", "g.csv:2: expected 2 columns as in line 1, found 1")]
    [InlineData("1,2\n3,4,5\n", "g.csv:2: expected 2 columns as in line 1, found 3")]
    [InlineData("1,2,3\n", "g.csv:1: expected 2 columns, one per parameter of x0.csv, found 3")]
    [InlineData("1,2\n3,x\n", "g.csv:2: column 2: expected a finite number, found 'x'")]
    [InlineData("1,2\n3,\n", "g.csv:2: column 2: expected a finite number, found nothing")]
    [InlineData("a,b\n1,2\n", "g.csv:1: column 1: expected a finite number, found 'a'")]
    [InlineData("1,NaN\n", "g.csv:1: column 2: expected a finite number, found 'NaN'")]
    [InlineData("1,1e999\n", "g.csv:1: column 2: expected a finite number, found '1e999'")]
    [InlineData("1;2\n", "g.csv:1: column 1: expected a finite number, found '1;2'")]
    [InlineData("1,2\n\n3,4\n", "g.csv:2: expected a row of numbers, found an empty line")]
    [InlineData("", "g.csv: expected at least one row of numbers, found none")]
    public void Gradients_that_cannot_be_used_are_refused(string gradients, string message) =>
        Refuses(_workspace.With("optimizer: adam\n", gradients), message);

    [Fact]
    public void A_start_of_several_rows_is_refused() =>
        Refuses(
            _workspace.With("optimizer: adam\n", initial: "1,1\n2,2\n"),
            "x0.csv:2: expected one row, the parameters before the first step, found 2");

    [Fact]
    public void Missing_files_and_folders_are_named_with_their_option()
    {
        _workspace.With("optimizer: adam\n");
        File.Delete(_workspace.PathOf("g.csv"));
        Refuses(_workspace, "--gradients: there is no file 'g.csv'");

        _workspace.With("optimizer: adam\n")
            .Run("trace", "--optimizer", "@opt.yaml", "--gradients", "@g.csv", "--initial", "@x0.csv", "--out", "/no/such/folder/out.csv")
            .IsRefused("--out: there is no folder '/no/such/folder'");
    }

    [Fact]
    public void An_output_that_is_an_input_is_refused_and_the_input_kept()
    {
        Assert.Equal(0, _workspace.With("optimizer: adam\n").Trace("--state-out", "@s").ExitCode);
        File.Delete(_workspace.PathOf("out.csv"));
        _workspace.Run(
            "trace", "--optimizer", "@opt.yaml", "--gradients", "@g.csv", "--initial", "@x0.csv", "--state-in", "@s", "--out", "@s")
            .IsRefused("--out: 's' is also given as --state-in; expected a file of its own");
        File.CreateSymbolicLink(_workspace.PathOf("link"), "x0.csv");
        _workspace.Trace("--state-out", "@link").IsRefused("--state-out: 'link' is also given as --initial; expected a file of its own");
        _workspace.With("optimizer: adam\n")
            .Trace("--state-out", "@x0.csv")
            .IsRefused("--state-out: 'x0.csv' is also given as --initial; expected a file of its own");

        Assert.Equal("1,1\n", _workspace.Read("x0.csv"));
        Assert.False(_workspace.Has("out.csv"));
    }

    [Fact]
    public void A_state_of_another_optimizer_is_refused()
    {
        Assert.Equal(0, _workspace.With("optimizer: adam\n").Trace("--state-out", "@s").ExitCode);
        File.Delete(_workspace.PathOf("out.csv"));

        var outcome = _workspace.With("optimizer: yogi\n").Trace("--state-in", "@s");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("optdyn: s: The state is of another chain. Saved: ScaleByAdam(", outcome.Errors);
        Assert.False(_workspace.Has("out.csv"));
    }

    [Fact]
    public void An_older_output_survives_bad_input()
    {
        _workspace.Write("out.csv", "precious");
        Assert.Equal(2, _workspace.With("optimizer: adam\n", "x\n").Trace().ExitCode);
        Assert.Equal("precious", _workspace.Read("out.csv"));
    }

    [Theory]
    [InlineData("trce", "unknown word 'trce'; the nearest valid one is 'trace' (see 'optdyn --help')")]
    [InlineData(
        "trace --gradient g.csv", "unknown option '--gradient'; the nearest valid one is '--gradients' (see 'optdyn trace --help')")]
    [InlineData("trace --optimizer o --gradients g --initial i", "Option '--out' is required. (see 'optdyn trace --help')")]
    [InlineData(
        "trace --optimizer o --gradients g --initial i --out x --format xml",
        "--format: expected csv or jsonl, found 'xml' (see 'optdyn trace --help')")]
    [InlineData(
        "trace --optimizer o --gradients g --initial i --out x --run-length 0",
        "--run-length: expected an integer of at least 1, found '0' (see 'optdyn trace --help')")]
    [InlineData("optimizers adam extra", "unknown word 'extra' (see 'optdyn optimizers --help')")]
    [InlineData("@no-such-file", "unknown word '@no-such-file'; the nearest valid one is 'submit' (see 'optdyn --help')")]
    [InlineData("optimizers adm", "unknown optimizer 'adm'; the nearest is 'adam' (expected one of " + All + ")")]
    public void Command_lines_that_mean_nothing_are_refused(string line, string message) =>
        _workspace.Run(line.Split(' ')).IsRefused(message);

    [Theory]
    [InlineData("", "optimizers")]
    [InlineData("--help", "trace")]
    [InlineData("trace --help", "one row per step, one column per parameter")]
    [InlineData("optimizers", "yogi")]
    [InlineData("optimizers adam", "ScaleByAdam(beta1: 0.9, beta2: 0.99, epsilon: 1E-08)")]
    public void Help_is_there(string line, string words)
    {
        var outcome = _workspace.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains(words, outcome.Output);
    }

    private static void Refuses(Workspace workspace, string message)
    {
        workspace.Trace().IsRefused(message);
        Assert.False(workspace.Has("out.csv"));
        Assert.DoesNotContain(workspace.Files, name => name.EndsWith(".partial", StringComparison.Ordinal));
    }
}
