using System.Globalization;
using System.Text;
using BenchmarkDotNet.Environments;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The page of the engine's benchmark, and its measurements.</summary>
internal static class EngineReportWriter
{
    private const string Name = "Engine";

    /// <summary>The most that a time per image or per pixel may change between neighbours.</summary>
    private const double LargestCliff = 1.5;

    /// <summary>Writes <c>Engine.md</c> and <c>Engine.csv</c>.</summary>
    /// <param name="figures">What was measured with each set of vector instructions, AVX2 last.</param>
    /// <param name="trials">The whole trials, those of one process together.</param>
    /// <param name="folder">The folder.</param>
    public static void Write(
        IReadOnlyList<EngineFigures> figures, IReadOnlyList<(string Name, int Processes, IReadOnlyList<WholeTrialTimes> Times)> trials,
        string folder)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder(StepReportWriter.Machine(HostEnvironmentInfo.GetCurrent()));
        Line(text, $"The CPU engine ({CpuBackend.FullName}) and libtorch {figures[0].Libtorch}, one thread each; commit {Commit()}, "
            + $"{DateTime.UtcNow:yyyy-MM-dd}. Made by");
        Line(text, $"`dotnet run -c Release --project tests/OptimizerDynamics.Benchmarks -- {EngineBenchmark.Word}`; `{Name}.csv` has the "
            + "quartiles.\n\n## A training step\n");
        Line(text, "From the bytes of the images to the parameters after the optimizer's update: Adam with L2, random images of one "
            + "channel, ten classes. Both by turns");
        Line(text, $"in one process, each turn the median of its steps; medians over {figures[0].Rounds} turns, of `times faster` too. "
            + "GFLOP/s are 3 · 2 · (MACs of convolutions");
        Line(text, "and linear layers in the forward pass of an image) · (images of the mini-batch) over the time of the whole step: "
            + "forward, gradient by the input");
        Line(text, "(counted for the first layer, too, which needs none) and gradient by the weights. The FMA peak is that of independent "
            + "multiply-adds in registers,\nmeasured between the turns.");
        if (figures.All(one => one.Lanes < WideVectors.Lanes))
            Line(text, "\n### AVX-512\n\nNot measured: this processor has none.");
        foreach (var one in figures)
            Comparison(text, one);
        Cliffs(text, figures);
        Paper(text, figures);
        Trials(text, trials);
        File.WriteAllText(Path.Combine(folder, $"{Name}.md"), text.ToString());
        File.WriteAllText(Path.Combine(folder, $"{Name}.csv"), Raw(figures));
    }

    private static void Comparison(StringBuilder text, EngineFigures figures)
    {
        Line(text, $"\n### {figures.Instructions}\n\nFMA peak: {figures.Peak:0} GFLOP/s.\n");
        Line(text, "| network | width | image | mini-batch | libtorch, ms | engine, ms | times faster | engine, GFLOP/s | of FMA peak |\n"
            + "|---|---|--:|--:|--:|--:|--:|--:|--:|");
        var compared = figures.Figures.Where(figure => figure.Case.IsComparison).ToList();
        foreach (var figure in compared)
        {
            var of = figure.Case;
            Line(text, $"| {of.Network} | {of.Width} | {of.Size} | {of.Batch} | {Milliseconds(figure.Libtorch!.Median)} "
                + $"| {Milliseconds(figure.Engine.Median)} | {figure.Ratio:0.00} | {figure.Rate:0} | {figure.Rate / figures.Peak:0 %} |");
        }

        string[] slower = [.. compared.Where(figure => figure.Ratio < 1)
            .Select(figure => $"{figure.Case.Network} {figure.Case.Width} ({figure.Case.Size} px, {figure.Case.Batch})")];
        Line(text, $"\nlibtorch is the faster {(slower is [] ? "in none of these" : $"at {string.Join(", ", slower)}")}.");
    }

    private static void Cliffs(StringBuilder text, IReadOnlyList<EngineFigures> figures)
    {
        Line(text, "\n## Mini-batches and images of other sizes\n\nThe engine alone, BasicNet. The last column is the largest "
            + $"ratio between neighbours, whichever is the slower; up to {LargestCliff} it is no cliff.");
        var cliffs = new List<(double Ratio, string Where)>();
        foreach (var one in figures)
        {
            void Table(EngineQuestion question, string unit, IReadOnlyList<int> columns, Func<EngineFigure, double> value)
            {
                Line(text, $"\n| width, {one.Instructions} | {string.Join(" | ", columns.Select(column => $"{column} {unit}"))} | "
                    + $"largest ratio |\n|---|{string.Concat(columns.Select(_ => "--:|"))}--:|");
                foreach (var row in one.Figures.Where(figure => figure.Case.Question == question).GroupBy(figure => figure.Case.Width))
                {
                    double[] values = [.. row.Select(value)];
                    var (ratio, at) = Enumerable.Range(1, values.Length - 1)
                        .Select(i => (Math.Max(values[i] / values[i - 1], values[i - 1] / values[i]), i)).Max();
                    cliffs.Add((ratio, $"{columns[at - 1]} to {columns[at]} {unit} at width {row.Key} with {one.Instructions}"));
                    var cells = string.Join(" | ", values.Select(number => number.ToString("0.0", CultureInfo.InvariantCulture)));
                    Line(text, $"| {row.Key} | {cells} | {ratio:0.00} |");
                }
            }

            Line(text, "\nMicroseconds for an image of 16 × 16 pixels, by the size of the mini-batch:");
            Table(EngineQuestion.Batch, "images", EngineCase.Batches, figure => figure.MicrosecondsPerImage);
            Line(text, "\nNanoseconds for a pixel of an image, by the size of the image, in mini-batches of 20:");
            Table(EngineQuestion.Size, "px", EngineCase.Sizes, figure => figure.NanosecondsPerPixel);
        }

        var worst = cliffs.Max();
        Line(text, $"\nThe largest cliff: {worst.Ratio:0.00}, from {worst.Where}"
            + $"{(worst.Ratio > LargestCliff ? $", **more than {LargestCliff}**" : "")}.");
    }

    private static void Paper(StringBuilder text, IReadOnlyList<EngineFigures> figures)
    {
        const double Iterations = 406_250;
        Line(text, "\n## A training of the paper's length\n");
        foreach (var one in figures)
        {
            var step = one.Figures.Single(figure => figure.Case.Question == EngineQuestion.Paper);
            var of = step.Case;
            Line(text, $"{one.Instructions}: {of.Network} of width {of.Width} on images of {of.Size} × {of.Size} pixels, mini-batch "
                + $"{of.Batch}, takes {Milliseconds(step.Engine.Median)} ms a step, so {Iterations:N0}");
            Line(text, $"iterations take {step.Engine.Median * Iterations / 60_000:0.0} minutes on one core.");
        }
    }

    private static void Trials(
        StringBuilder text, IReadOnlyList<(string Name, int Processes, IReadOnlyList<WholeTrialTimes> Times)> trials)
    {
        Line(text, "\n## Whole trials\n\nSeconds of trials of the studies. A study's processes run trial after trial: the first counts "
            + "from its process's start and");
        Line(text, "draws the images, on all cores; those that follow have the images, and the program is compiled. Everything else is "
            + "done on one core.");
        Line(text, "Where several processes run at a time, the one is shown whose first trial spent most beside its steps. `surveys` are "
            + "the early one and the last,");
        Line(text, "which is the evaluation on the training set, too; `rest` is the start of the program, its compilation, mini-batches, "
            + "curves, checkpoints and the\nrecord.\n");
        Line(text, "| trial | processes at a time | of its process | iterations | whole | training steps | of the whole | beside steps "
            + "| images | surveys | evaluations | timing of inference | rest |\n|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, processes, times) in trials)
        {
            foreach (var (index, trial) in times.Index())
            {
                var of = trial.Backend;
                Line(text, $"| {name} | {processes} | {(index == 0 ? "the first" : "a further one")} | {trial.Iterations:N0} "
                    + $"| {trial.Whole:0.00} | {of.Steps:0.00} | {of.Steps / trial.Whole:0 %} | {trial.Beside:0.00} | {trial.Images:0.00} "
                    + $"| {of.Surveys:0.00} "
                    + $"| {of.Evaluations:0.00} | {of.Timing:0.00} | {trial.Rest:0.00} |");
            }
        }
    }

    private static string Raw(IReadOnlyList<EngineFigures> figures)
    {
        var text = new StringBuilder(
            "instructions,network,width,image,mini_batch,engine_low_ms,engine_median_ms,engine_high_ms,libtorch_low_ms,libtorch_median_ms,"
            + "libtorch_high_ms,times_faster,engine_gflops,peak_gflops\n");
        foreach (var one in figures)
        {
            foreach (var figure in one.Figures)
            {
                var (of, engine, libtorch) = (figure.Case, figure.Engine, figure.Libtorch);
                Line(text, $"{one.Instructions},{of.Network},{1.0 / of.Denominator:R},{of.Size},{of.Batch},{engine.Low:G6},"
                    + $"{engine.Median:G6},{engine.High:G6},{libtorch?.Low:G6},{libtorch?.Median:G6},{libtorch?.High:G6},"
                    + $"{figure.Ratio:G6},{figure.Rate:G6},{one.Peak:G6}");
            }
        }

        return text.ToString();
    }

    private static string Commit() => RunEnvironment.Of(typeof(EngineReportWriter).Assembly).Commit ?? "unknown";

    private static string Milliseconds(double value) =>
        value.ToString(value < 1 ? "0.000" : value < 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
