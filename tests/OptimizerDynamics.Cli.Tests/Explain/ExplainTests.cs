using System.Text.Json;

namespace OptimizerDynamics.Cli.Tests;

/// <summary><c>optdyn explain</c> as a user runs it.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>The command of the issue, on a shorter run.</summary>
    [Fact]
    public void Settings_of_PyTorch_are_a_page()
    {
        var page = Page(
            "--optimizer adamw --lr 3e-4 --weight-decay 0.05 --beta2 0.95 --framework pytorch --iterations 20000 --schedule cosine");

        Assert.Contains("  defaults: betas[0] = 0.9, eps = 1e-8\n", page, StringComparison.Ordinal);
        Assert.Contains("θ ← θ − η·3e-4·adam(g) − η·1.5e-5·θ", page, StringComparison.Ordinal);
        Assert.Contains(
            "optimizer = torch.optim.AdamW(params, lr=3e-4, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.05)", page,
            StringComparison.Ordinal);
        Assert.Contains(
            "composer.optim.DecoupledAdamW(params, lr=3e-4, betas=(0.9, 0.95), eps=1e-8, weight_decay=1.5e-5)", page,
            StringComparison.Ordinal);
        Assert.Contains("weightDecay: 1.5e-5", page, StringComparison.Ordinal);
        Assert.Contains("it survives", page, StringComparison.Ordinal);
        Assert.Contains("coupled L2 with the same number (gone after", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_words_mean_another_thing_in_another_framework()
    {
        Assert.Contains(
            "adam(g + 0.05·θ)", Page("--optimizer adam --weight-decay 0.05 --framework pytorch --iterations 1000"),
            StringComparison.Ordinal);
        Assert.Contains(
            "− 5e-5·θ", Page("--optimizer adam --weight-decay 0.05 --framework keras --iterations 1000"), StringComparison.Ordinal);
        Assert.Contains("− 0.05·θ", Page("--optimizer adam --weight-decay 0.05 --iterations 1000"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sgd"), InlineData("adam"), InlineData("amsgrad"), InlineData("adamax"), InlineData("rmsprop"), InlineData("adagrad")]
    [InlineData("adadelta"), InlineData("nadam"), InlineData("radam"), InlineData("adabelief"), InlineData("yogi"), InlineData("lion")]
    [InlineData("adamw")]
    public void Every_optimizer_is_explained(string optimizer)
    {
        foreach (var decay in new[] { "--l2 1e-3", "--weight-decay 1e-3", "--l2 0 --weight-decay 0", "--l2 1e-3 --weight-decay 1e-3" })
        {
            using var json = JsonDocument.Parse(Page($"--optimizer {optimizer} {decay} --iterations 300 --json -"));
            Assert.Equal(6, json.RootElement.GetProperty("equivalents").GetArrayLength());
            Assert.Equal(
                1, json.RootElement.GetProperty("fates").EnumerateArray().Count(column => column.GetProperty("stated").GetBoolean()));
            Assert.NotEqual(JsonValueKind.Null, json.RootElement.GetProperty("position").ValueKind);
        }
    }

    [Theory]
    [InlineData("--optimizer adam --lr 0 --l2 1e-4 --iterations 100", "it survives")]
    [InlineData("--optimizer adam --iterations 1", "Nothing decays.")]
    [InlineData("--optimizer sgd --l2 1000 --iterations 1000", "diverges: a step takes more of it than there is")]
    [InlineData("--optimizer adam --weight-decay 1 --iterations 100", "it dies")]
    [InlineData("--optimizer adam --l2 1e-4 --iterations 1000000000000", "only the first 200,000 iterations are simulated")]
    [InlineData("--optimizer yogi --l2 1e-4 --iterations 1000000000", "There is no law for yogi, and a run of this length")]
    [InlineData("--optimizer adam --l2 1e-4 --gradient 1e-3 --iterations 1000", "standard deviation 1e-3")]
    [InlineData("--optimizer adam --eps 1e-5 --iterations 100", "epsilon = 1e-5")]
    public void Extremes_are_said_as_they_are(string words, string expected) =>
        Assert.Contains(expected, Page(words), StringComparison.Ordinal);

    /// <summary>L1 stands beside every optimizer of every framework, and the rest of the page is what it is without.</summary>
    [Theory]
    [InlineData("--proximal-l1 1e-2", "iterations, and exactly 0 at the end.")]
    [InlineData("--l1 1e-2", "iterations, and swings about it by ")]
    [InlineData("--l1 1e-9", "θ does not come to 0 within 1,900 iterations.")]
    public void L1_is_told_by_itself(string l1, string expected)
    {
        const string Words = "--optimizer adamw --beta2 0.9 --framework pytorch --iterations 2000";
        var (with, without) = (Page($"{Words} {l1}"), Page(Words));
        var from = with.IndexOf("\nWhat L1 makes of a silent one", StringComparison.Ordinal);
        var section = with[from..with.IndexOf("\nWhere that stands", from, StringComparison.Ordinal)];
        Assert.Contains(expected, section, StringComparison.Ordinal);
        Assert.EndsWith("Everything else on this page is without it.\n", section, StringComparison.Ordinal);
        Assert.Equal(without, with.Replace(section, "", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(Page($"{Words} {l1} --json -"));
        Assert.Equal(
            expected.Contains("exactly", StringComparison.Ordinal), json.RootElement.GetProperty("l1").GetProperty("stays").GetBoolean());
    }

    [Theory]
    [InlineData("--optimizer sgd --l1 1e300")]
    [InlineData("--optimizer lion --l1 1 --proximal-l1 1e300")]
    [InlineData("--optimizer adam --beta2 0 --l2 1e-4")]
    [InlineData("--optimizer adam --beta1 0 --eps 0 --l2 1e-4")]
    [InlineData("--optimizer lion --l2 1 --lr 0.1")]
    [InlineData("--optimizer adagrad --l2 1e300")]
    [InlineData("--optimizer sgd --lr 1e300 --l2 1e-3")]
    [InlineData("--optimizer adam --gradient 1e-300 --l2 1e-3")]
    public void No_page_has_a_number_that_is_none(string words)
    {
        var page = Page($"{words} --iterations 500");

        Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_settings_file_says_all()
    {
        _workspace.Write("opt.yaml", "optimizer: adam\nl2: 1e-4\ndecayed: [weight]\nschedule: cosine\n");

        var page = Page("--optimizer @opt.yaml --iterations 1000");

        Assert.Contains("adam(g + 1e-4·θ)", page, StringComparison.Ordinal);
        Assert.Contains("Only [weight] decays", page, StringComparison.Ordinal);
        Fault(
            "--optimizer @opt.yaml --lr 0.1", "--lr: expected nothing beside a settings file, which says all; found it beside 'opt.yaml'");
    }

    [Theory]
    [InlineData("--optimizer sgd --beta2 0.9",
        "--beta2: expected optimizers that have it, found 'sgd', which has lr, momentum, nesterov, dampening, l2, weightDecay, l1, "
            + "proximalL1")]
    [InlineData(
        "--optimizer adm", "--optimizer: unknown optimizer 'adm'; the nearest is 'adam' (expected one of sgd, adam, amsgrad, adamax, "
            + "rmsprop, adagrad, adadelta, nadam, radam, adabelief, yogi, lion, adamw)")]
    [InlineData("--optimizer lion --framework pytorch", "--optimizer: expected one of sgd, adam, adamw, amsgrad, adamax, rmsprop, adagrad, "
        + "adadelta, nadam, radam, the optimizers that PyTorch 2 (torch.optim) has, found 'lion'")]
    [InlineData(
        "--optimizer adam --l2 1e-4 --framework pytorch", "--l2: expected a setting that torch.optim.Adam has (beta1 (betas[0]), beta2 "
            + "(betas[1]), epsilon (eps), lr, weightDecay (weight_decay)); its coupled L2 is called weight_decay: --weight-decay")]
    [InlineData("--optimizer adam --framework optax", "--lr: expected a number, because optax.adam has no default for it")]
    [InlineData("--optimizer no.yaml", "--optimizer: there is no file 'no.yaml'")]
    [InlineData("--optimizer sgd --momentum 0 --nesterov true", "--nesterov: nesterov requires a momentum above 0 and no dampening")]
    public void Bad_input_is_one_line(string words, string expected) => Fault(words, expected);

    [Theory]
    [InlineData("--optimizer sgd --lr -1", "--lr: expected a number in [0, ∞), found '-1'")]
    [InlineData("--optimizer sgd --iterations 0", "--iterations: expected an integer from 1 to 1,000,000,000,000, found '0'")]
    [InlineData("--optimizer sgd --gradient 0", "--gradient: expected a number in (0, ∞), found '0'")]
    [InlineData("--optimizer sgd --framework jax", "--framework: expected paper, pytorch, keras, optax, tfa or composer, found 'jax'")]
    [InlineData("--optimizer sgd --schedule zig", "--schedule:1:11: schedule: unknown schedule 'zig'")]
    public void A_value_out_of_range_is_one_line(string words, string expected)
    {
        var outcome = _workspace.Run(["explain", .. words.Split(' ')]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith($"optdyn: {expected}", outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith("(see 'optdyn explain --help')\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("figure.png", new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData("figure.svg", new byte[] { 0x3C, 0x3F, 0x78, 0x6D })]
    public void A_figure_is_drawn_beside_the_page_and_the_JSON(string name, byte[] begin)
    {
        Page($"--optimizer adam --l2 1e-3 --iterations 3000 --figure @{name} --json @all.json");

        Assert.Equal(begin, File.ReadAllBytes(_workspace.PathOf(name))[..4]);
        using var json = JsonDocument.Parse(_workspace.Read("all.json"));
        Assert.True(json.RootElement.GetProperty("position").GetProperty("dies").GetBoolean());
        Assert.Equal(["all.json", name], _workspace.Files);
    }

    [Theory]
    [InlineData("--figure a.jpg", "--figure: expected a file that ends with .png or .svg, found 'a.jpg'")]
    [InlineData("--figure @no/a.png", "--figure: there is no folder 'no'")]
    [InlineData("--figure @a.svg --json @a.svg", "--figure: 'a.svg' is also given as --json; expected a file of its own")]
    public void A_file_that_cannot_be_is_refused_before_anything_is_computed(string words, string expected)
    {
        Fault($"--optimizer adam {words}", expected);
        Assert.Empty(_workspace.Files);
    }

    private string Page(string words)
    {
        var outcome = _workspace.Run(["explain", .. words.Split(' ')]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        return outcome.Output;
    }

    private void Fault(string words, string expected)
    {
        var outcome = _workspace.Run(["explain", .. words.Split(' ')]);
        Assert.Equal((2, "", $"optdyn: {expected}\n"), (outcome.ExitCode, outcome.Output, outcome.Errors));
    }
}
