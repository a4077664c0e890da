using System.Collections.Immutable;
using System.Text;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Reports;

/// <summary>The report of a training study.</summary>
public static class TrainingPage
{
    private const string Lost =
        "## Lost features, and errors\n\nA feature is inactive by γ if |γ| < 1e-3 (looser: 1e-2), and by activation if no training image "
        + "makes it exceed 1e-12 (looser: 1e-4). Early selectivity is measured at a quarter of the training, over the features that are "
        + "active then: the mean share of images that leave a feature below a thousandth of its largest activation. Values are means over "
        + "the seeds, with the lowest and the highest in brackets.\n\n";

    private const string Without =
        "## Pruning\n\nThe test error when the features that are inactive by γ are set to zero, when those that are inactive by "
        + "activation are, and when the latter are removed from the network; the share of parameters and of MACs that is left; and how "
        + "many times as fast the smaller network classifies, on one thread of the machine named below. A smaller network is not always "
        + "faster: processors compute eight or sixteen features at a time, and a number of features that is no multiple of that fits "
        + "badly.\n\n";

    private const string Compared =
        "Error at half of the MACs: the test error, fine-tuned, where features are taken by the smallest |γ| of the network until half of "
        + "the MACs are left. MACs within 2 points: the share that is left when that error has risen by two percentage points. Between the "
        + "amounts that were tried both lie on straight lines.\n\n";

    private const string Selective =
        "## How selective are the features that are left?\n\nThe mean selectivity at the end of the features of each layer that are "
        + "active by γ and by activation: the share of training images that leave a feature below a thousandth of its largest "
        + "activation. Means over the seeds.\n\n";

    private const string Silent =
        "## Could a silent γ have died?\n\nSimulated, under each setting's optimizer, schedule and length: a γ that never "
        + "has a gradient, the best case for decay, as no gradient has filled a second moment. What is told is the first time that |γ| is "
        + "below "
        + "1e-3; RMSProp takes it above again now and then. Where it never comes there, the training is too short for decay alone to kill "
        + "a feature, and that "
        + "few are dead says little. Against a steady gradient, whose steps are of length α whatever its size is, a decoupled weight decay "
        + "of λ holds |γ| at α/λ.\n\n";

    private const string Pulled =
        "## How hard decay pulls\n\nThe effective decay rate of γ, −Σ Δ·θ / Σ θ² over the steps around a tenth of the training, where Δ is "
        + "the decay's part of each change: the fraction of γ that decay takes in a step, whatever the gradient of the loss does. Medians "
        + "over "
        + "all features and seeds, of those that are dead at the end and of the others; and Spearman's ρ between the rate and other things "
        + "of "
        + "a feature, within layers, the mean over the seeds. Φ(β/|γ|) is the share of positions at which a feature fires if what the "
        + "normalization reads is normal.\n\n";

    private const string Shares =
        "Decay's share of γ's update is Σ|Δ| / (Σ|Δ| + Σ|Δ'|) over the same steps, where Δ' is the loss's part: 100 % where the loss is "
        + "silent. Weight decay and L2 in SGD have nearly one rate for all features; what differs between these is the share.\n\n";

    private const string Stages =
        "## Pruned, and fine-tuned\n\nEach trained network was pruned by each criterion at each amount, tested, and trained on without the "
        + "features that were taken. Errors are means over the seeds, with the lowest and the highest in brackets.\n\n";

    /// <summary>Makes the report.</summary>
    /// <param name="study">The study: its name, its question and what its report shows.</param>
    /// <param name="records">Its records, as <see cref="TrainingStudy.Reported"/> gives them.</param>
    /// <exception cref="FormatException">A record is none of such a study, or none was completed; the message says which.</exception>
    public static StudyPage Of(TrainingStudy study, IReadOnlyList<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(records);
        var read = TrainingRecords.Read(study.Registry, records) with { Titles = study.Titles };
        if (read.Settings.IsEmpty)
            throw new FormatException("expected the record of a training that was completed, found none");
        var layer = study.Report.Layer;
        var findings = FindingText.OfPlan(study, StudyFindings.Of(study, read), records);
        var tables = new TrainingTables(read, study.Registry.Measures);
        var answer = FindingText.Answer(findings) + tables.Answer();
        var page = new Content(read, tables, study.Report);
        page.Write($"{answer}\n\n");
        page.WriteForest(findings);
        page.WriteHypotheses(study, findings, records);
        foreach (var table in study.Report.Tables)
            page.Write(PaperBeside.Section(read, table));
        page.WriteLosses();
        page.WriteSelectivities();
        page.WriteSilence();
        page.WriteRates(new RateFigure(read));
        page.WriteFilters(new FeatureFigures(read, layer));
        page.WritePruning();
        var fronts = new FrontFigure(read, study.Registry.PruningCriteria);
        page.WriteBranches(fronts);
        page.Write(TrainingText.Images(read) + tables.NotCompleted());
        page.Write($"## How it was made\n\n{Provenance.Of(records)}\n");
        return new StudyPage(
            study.Name, study.Report.Title, study.Question, answer, page.Body, page.Figures,
            ImmutableSortedDictionary<string, ReportTable>.Empty.Add("trials", tables.All())
                .AddRange(findings.Select(finding => KeyValuePair.Create(finding.Id, FindingText.Table(finding)))),
            findings)
        {
            Topic = study.Report.Against?.Key == "batchSize" ? ReportTopic.MiniBatches
                : fronts.HasAny ? ReportTopic.Pruning
                : ReportTopic.Trainings,
        };
    }

    /// <summary>The page as it is written, section by section, with the figures that it shows.</summary>
    private sealed class Content(TrainingRecords records, TrainingTables tables, TrainingReport report)
    {
        private readonly StringBuilder _body = new();
        private readonly ImmutableArray<Figure>.Builder _figures = ImmutableArray.CreateBuilder<Figure>();
        private readonly bool _hasCurves = CurveFigure.HasAny(records);

        public string Body => _body.ToString();

        public ImmutableArray<Figure> Figures => _figures.ToImmutable();

        public void Write(string text) => _body.Append(text);

        public void WriteForest(ImmutableArray<Finding> findings)
        {
            string StatementOf(string id) => report.Hypotheses.First(planned => planned.Hypothesis.Id == id).Hypothesis.Statement;
            if (ForestFigure.Of(findings, StatementOf, TrainingText.Caption(records)) is { } forest)
                Show(forest, "");
        }

        public void WriteHypotheses(TrainingStudy study, ImmutableArray<Finding> findings, IReadOnlyCollection<TrialRecord> of)
        {
            if ((AgainstFigure.Of(records, report.Against ?? OnlyNumber()) ?? SettingsFigure.Of(records)) is { } figure)
                Show(figure, "");

            Write(FindingText.Section(study, findings, of));
            if (report.Hypotheses.Any(planned => planned.Hypothesis.IsAboutDyingFeatures))
                Show(FateFigure.Of(records), "No figure of early selectivity: no setting loses as many features as a line needs.");
        }

        /// <summary>What the settings differ in, where that is one number.</summary>
        private TrialParameter? OnlyNumber() => records.Varied is [{ HasNumber: true } parameter] ? parameter : null;

        public void WriteLosses()
        {
            Show(
                _hasCurves ? CurveFigure.Sparsity(records) : null,
                "No training was looked at on its way, or no feature has a γ: there are no curves to draw.");
            if (DeathCurves.Of(records) is { } deaths)
                Show(deaths, "");
            if (ThresholdFigure.Of(records) is { } thresholds)
                Show(thresholds, "");
            Write($"{Lost}{tables.Sparsities().ToMarkdown()}\nEach training: [`trials.csv`](trials.csv).\n\n");
            Show(
                LayerFigure.Of(records),
                "No figure of the layers: the settings' networks differ in them, or have more than fit beside each other.");
            if (_hasCurves)
                Show(CurveFigure.Error(records), "");
        }

        /// <summary>What the features that are left answer to; nothing where layers do not fit beside each other.</summary>
        public void WriteSelectivities()
        {
            var selectivities = tables.Selectivities();
            if (!selectivities.Rows.IsEmpty)
                Write($"{Selective}{selectivities.ToMarkdown()}\n");
        }

        /// <summary>What decay alone can do within the trainings; nothing where nothing decays.</summary>
        public void WriteSilence()
        {
            var silent = tables.Silent();
            if (!silent.Rows.IsEmpty)
                Write($"{Silent}{silent.ToMarkdown()}\n");
        }

        public void WriteFilters(FeatureFigures features)
        {
            Write($"## The filters of {report.Layer}\n\n");
            if (features.HasAny && _hasCurves)
                Show(features.Deaths(), "");
            Show(
                features.HasAny ? features.ScaleAndShift() : null,
                $"No figure of them: the records keep no γ and β of a layer {report.Layer}.");
        }

        public void WritePruning()
        {
            Write(Without);
            Show(
                PruningFigure.Of(records, report.Against),
                "No figure of pruning: no network was pruned by a hundredth of its parameters.");
            if (records.Settings.Any(setting => double.IsFinite(setting.Mean(FrontMeasures.MacsWithinTwoPoints))))
                Write(Compared);
            Write($"{tables.Pruned().ToMarkdown()}\n");
        }

        /// <summary>How hard decay pulled; nothing in a study whose trainings do not say so.</summary>
        public void WriteRates(RateFigure rates)
        {
            if (!rates.HasAny)
                return;
            Write(Pulled);
            Show(rates.OverImages(), "");
            Show(rates.OverPositions(), "");
            if (rates.HasShares)
                Write(Shares);
            Write($"{rates.Table().ToMarkdown()}\n");
        }

        /// <summary>What pruning and fine-tuning left; nothing in a study without those stages.</summary>
        public void WriteBranches(FrontFigure fronts)
        {
            if (!fronts.HasAny)
                return;
            Write(Stages);
            Show(fronts.Draw(), "");
            Write($"{fronts.Table().ToMarkdown()}\n");
        }

        private void Show(Figure? figure, string otherwise)
        {
            if (figure is not null)
                _figures.Add(figure);
            Write($"{(figure is not null ? $"![{figure.Title}]({figure.Name}.png)" : otherwise)}\n\n");
        }
    }
}
