using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The table of <see cref="DecayUpdates"/>: the rate of the simulation beside what copying allows.</summary>
internal static class DecayReportWriter
{
    /// <summary>Cells, iterations and diagrams of all optimizers, with L2 and with weight decay, over noise and over activity.</summary>
    private const double UpdatesOfAllDiagrams = 64.0 * 64 * 20_000 * 4;

    /// <summary>Writes <c>DecayUpdates.md</c>.</summary>
    public static void Write(Summary summary, string folder)
    {
        var cases = summary.Reports.Where(report => report.ResultStatistics is not null).ToList();
        if (cases.Count == 0)
            return;
        Directory.CreateDirectory(folder);
        var text = new StringBuilder(StepReportWriter.Machine(summary.HostEnvironmentInfo));
        text.AppendLine("One update is one lane of 4,096 in one iteration: gradient, step, and looking for its death; double, L2, one "
            + "thread; medians. `copy` moves as many");
        text.AppendLine("numbers as an update reads and writes, within the cache.\n");
        text.AppendLine("| optimizer | ns per update | million updates a second | copy, ns | of copy speed |\n|---|--:|--:|--:|--:|");
        var total = 0.0;
        foreach (var group in cases.GroupBy(report => (string)report.BenchmarkCase.Parameters["Optimizer"]))
        {
            double Median(string method) =>
                group.First(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method).ResultStatistics!.Median;
            var (simulate, copy) = (Median(nameof(DecayUpdates.Simulate)), Median(nameof(DecayUpdates.Copy)));
            total += simulate * 1e-9 * UpdatesOfAllDiagrams;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {group.Key} | {simulate:0.00} | {1000 / simulate:0} | {copy:0.00} | {copy / simulate:P0} |");
        }

        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"\nThe 64 × 64 diagrams of all optimizers, 20,000 iterations, L2 and weight decay, over noise and over activity, take "
                + $"{total:0.0} s of one core at these rates.");
        File.WriteAllText(Path.Combine(folder, $"{nameof(DecayUpdates)}.md"), text.ToString());
    }
}
