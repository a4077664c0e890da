using System.Globalization;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;
using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.Stranger.Tests;

/// <summary>What there is to add, each thing in one file beside this one, by public API alone: added to a registry, run as studies from end
/// to end, and read in their reports.</summary>
public sealed class StrangerTests(StrangerStudies studies) : IClassFixture<StrangerStudies>
{
    private static readonly Registry _registry = StrangerStudies.Known;

    [Fact]
    public void Each_thing_is_known_by_its_name()
    {
        Assert.NotNull(_registry.FindOptimizer("signum"));
        Assert.NotNull(_registry.FindArchitecture("twinnet"));
        Assert.Contains(_registry.DataSets, set => set.Name == "stripes");
        Assert.Contains(_registry.Parameters, parameter => parameter.Key == "damping");
        Assert.Contains(_registry.Parameters, parameter => parameter.Key == "beta");
        Assert.Contains(_registry.Measures, measure => measure.Name == "negativeShift");
        Assert.Contains(_registry.PruningCriteria, criterion => criterion.Name == "weaker-half");
        Assert.Contains(_registry.Hypotheses, hypothesis => hypothesis.Id == "S1");
        Assert.Contains(_registry.StudyKinds, kind => kind.Name == "tally");
    }

    [Fact]
    public void A_training_study_of_all_of_them_runs_and_its_report_shows_them()
    {
        var (records, page) = studies.Trainings;

        Assert.Equal(6 * 6, records.Count);
        Assert.All(records, record => Assert.Equal((TrialStatus.Completed, null), (record.Status, record.Reason)));
        var trials = page.Tables["trials"].ToCsv();
        string[] added = ["damping", "negativeShift", "silencedTestError", "weaker-halfTestError", "weaker-halfParametersLeft"];
        foreach (var column in added)
            Assert.Contains(column, trials.Split('\n')[0].Split(','));
        Assert.Contains("S1", page.Findings.Select(finding => finding.Id));
        Assert.Contains("L2 leaves more shifts negative", page.Markdown, StringComparison.Ordinal);
        Assert.Contains(page.Figures, figure => figure.Caption.Contains("signum", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("β < 0", page.Markdown, StringComparison.Ordinal);
        var files = ReportFiles.Of(page);
        Assert.All(files.Where(file => file.Key.EndsWith(".png", StringComparison.Ordinal)), file => Assert.NotEmpty(file.Value));
        Assert.Contains("stripes/against.png", files.Keys);
    }

    [Fact]
    public void The_parameter_changes_the_training_and_its_default_the_identity_of_none()
    {
        var (records, _) = studies.Trainings;

        var plain = records.Where(record => !record.Specification.Keys.Contains("damping")).ToList();
        Assert.Equal(records.Count / 3, plain.Count);
        Assert.Equal(records.Count, records.Select(record => record.Result["curve"]!.ToJsonString()).Distinct().Count());
    }

    [Fact]
    public void A_record_reads_back_as_the_trial_that_it_is_of() => Assert.All(studies.Trainings.Records, record =>
    {
        var again = TrialRecord.FromJson(record.ToJson());
        Assert.Equal(record.Id, TrainingTrial.From(_registry, again.Specification).Specification.Id);
        Assert.True(TrainingResultJson.Of(again).Evaluations.ContainsKey(new WeakerHalf().TestName));
    });

    [Fact]
    public void A_measure_computed_with_the_trained_network_is_in_the_record_the_table_and_trials_csv()
    {
        var (records, page) = studies.Trainings;

        var values = records.Select(record => TrialRecord.FromJson(record.ToJson()))
            .Select(record => (Error: (double)record.Result["silencedTestError"]!, TrainingResultJson.Of(record).Values)).ToList();
        Assert.All(values, of => Assert.Equal(of.Error, of.Values["silencedTestError"]));
        Assert.All(values, of => Assert.InRange(of.Error, 0, 1));
        Assert.Contains(records, record =>
            (double)record.Result["silencedTestError"]! > (double)record.Result["test"]!["top1Error"]!);
        Assert.Contains("C2 silenced", page.Markdown, StringComparison.Ordinal);
        var rows = page.Tables["trials"].ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')).ToList();
        var column = Array.IndexOf(rows[0], "silencedTestError");
        Assert.Equal(
            values.Select(of => of.Error).Order(),
            rows.Skip(1).Select(row => double.Parse(row[column], CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void A_kind_of_study_reads_runs_and_reports()
    {
        var (records, page) = studies.Throws;

        Assert.Equal(2, records.Count);
        Assert.Equal($"{records.Sum(record => (long)record.Result["heads"]!)} heads.", page.Answer);
        Assert.Contains("coins/README.md", ReportFiles.Of(page).Keys);
    }

    [Fact]
    public void The_rule_gives_the_same_numbers_on_the_CPU_and_on_tensors()
    {
        var chain = ScaleBySignum.Optimizer.Build(new Dictionary<string, double> { ["l2"] = 0.1, ["beta"] = 0.8 });
        var ends = new[] { Interpreter.Cpu, Interpreter.Tensor }.Select(interpreter =>
        {
            using var module = nn.Linear(3, 2, dtype: ScalarType.Float64);
            using (no_grad())
            {
                module.weight!.copy_(arange(6, ScalarType.Float64).reshape(2, 3).sub_(2.5));
                module.bias!.fill_(0.5);
            }

            using var optimizer = new ModelOptimizer(module, chain, interpreter: interpreter);
            for (var step = 0; step < 20; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.ZeroGradients();
                module.forward(ones(1, 3, ScalarType.Float64)).pow(2).sum().backward();
                optimizer.Step();
            }

            return optimizer.Parameters.Values.data<double>().ToArray();
        }).ToList();

        Assert.Equal(ends[0].Length, ends[1].Length);
        Assert.All(ends[0].Zip(ends[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
