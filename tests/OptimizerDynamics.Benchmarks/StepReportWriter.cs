using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;

namespace OptimizerDynamics.Benchmarks;

/// <summary>Turns a summary into the Markdown table of the README: nanoseconds per parameter, and ratios within the run.</summary>
internal static class StepReportWriter
{
    /// <summary>Writes <c>ClassName.md</c> and the raw measurements beside it.</summary>
    public static void Write(Summary summary, string folder)
    {
        var cases = summary.Reports.Where(report => report.ResultStatistics is not null).ToList();
        if (cases.Count == 0)
            return;
        Directory.CreateDirectory(folder);
        var name = cases[0].BenchmarkCase.Descriptor.Type.Name;
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), Table(summary, cases));
        File.WriteAllText(Path.Combine(folder, $"{name}.csv"), Raw(cases));
    }

    private static string Table(Summary summary, List<BenchmarkReport> cases)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"<!-- written by tests/OptimizerDynamics.Benchmarks, {summary.HostEnvironmentInfo.RuntimeVersion} -->");
        text.AppendLine(CultureInfo.InvariantCulture, $"{summary.HostEnvironmentInfo.Cpu.Value?.ProcessorName}, {summary.HostEnvironmentInfo.Cpu.Value?.LogicalCoreCount} cores. Medians in ns per parameter and step.");
        text.AppendLine();
        text.AppendLine("| case | parameters | TorchSharp | reference | times faster | all cores | copy | of copy speed |");
        text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var group in cases.GroupBy(report => report.BenchmarkCase.Parameters.DisplayInfo))
        {
            var benchmark = (StepBenchmark)Activator.CreateInstance(group.First().BenchmarkCase.Descriptor.Type)!;
            foreach (var parameter in group.First().BenchmarkCase.Parameters.Items)
                benchmark.GetType().GetProperty(parameter.Name)!.SetValue(benchmark, parameter.Value);
            double? Median(string method) => group.FirstOrDefault(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method)?.ResultStatistics!.Median / benchmark.ParameterCount;
            var (torch, reference, all, copy) = (benchmark.HasTorchSharp ? Median(nameof(StepBenchmark.TorchSharp)) : null, Median(nameof(StepBenchmark.Reference)), Median(nameof(StepBenchmark.ReferenceAllCores)), Median(nameof(StepBenchmark.Copy)));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {benchmark.Title} | {benchmark.ParameterCount:N0} | {torch:0.00} | {reference:0.00} | {torch / reference:0.0} | {all:0.00} | {copy:0.00} | {copy / reference:P0} |");
        }

        return text.ToString();
    }

    private static string Raw(List<BenchmarkReport> cases)
    {
        var text = new StringBuilder("method,parameters,median_ns,mean_ns,standard_deviation_ns,min_ns,max_ns,iterations,allocated_bytes\n");
        foreach (var report in cases)
        {
            var s = report.ResultStatistics!;
            text.Append(CultureInfo.InvariantCulture, $"{report.BenchmarkCase.Descriptor.WorkloadMethod.Name},\"{report.BenchmarkCase.Parameters.DisplayInfo}\",{s.Median:R},{s.Mean:R},{s.StandardDeviation:R},{s.Min:R},{s.Max:R},{s.N},{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)}\n");
        }

        return text.ToString();
    }
}
