using System.Globalization;
using System.Text;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Reports;

namespace OptimizerDynamics.Benchmarks;

/// <summary>Turns a summary into the Markdown table of the README: nanoseconds per parameter, and ratios within the run.</summary>
internal static class StepReportWriter
{
    /// <summary>Writes <c>ClassName.md</c> and the raw measurements beside it.</summary>
    public static void Write(Summary summary, string folder)
    {
        var cases = summary.Reports.Where(report => report.ResultStatistics is not null && HasMeaning(report)).ToList();
        if (cases.Count == 0)
            return;
        Directory.CreateDirectory(folder);
        var name = cases[0].BenchmarkCase.Descriptor.Type.Name;
        var table = Table(cases);
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), Heading(summary) + table);
        File.WriteAllText(Path.Combine(folder, $"{name}.csv"), Raw(cases));
        PutIntoReadme(name, table);
    }

    /// <summary>Replaces what stands between the table's two marks.</summary>
    private static void PutIntoReadme(string name, string table)
    {
        const string Readme = "README.md";
        var (begin, end) = ($"<!-- begin {name} -->\n", $"<!-- end {name} -->");
        var text = File.Exists(Readme) ? File.ReadAllText(Readme) : "";
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        if (from >= 0 && to > from)
            File.WriteAllText(Readme, text[..(from + begin.Length)] + table + text[to..]);
    }

    /// <summary>Where it was measured: the first lines of a page.</summary>
    public static string Machine(HostEnvironmentInfo machine) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <!-- Written by tests/OptimizerDynamics.Benchmarks. -->
        {machine.Cpu.Value?.ProcessorName}, {machine.Cpu.Value?.LogicalCoreCount} cores, {machine.RuntimeVersion}.

        """);

    private static string Heading(Summary summary) => Machine(summary.HostEnvironmentInfo) + string.Create(
        CultureInfo.InvariantCulture,
        $"""
        One step in float with L2; medians in ns per parameter. The `.csv` beside this page has every case with its spread.


        """);

    private static string Table(List<BenchmarkReport> cases)
    {
        var text = new StringBuilder();
        text.AppendLine("| case | parameters | TorchSharp | tensors | times faster | CPU interpreter | times faster | all cores | copy | "
            + "of copy speed |");
        text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var group in cases.GroupBy(report => report.BenchmarkCase.Parameters.DisplayInfo))
        {
            var benchmark = Instance(group.First());
            double? Median(string method) => group
                .FirstOrDefault(report =>
                    report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method)?.ResultStatistics!.Median / benchmark.ParameterCount;
            var (torch, tensors) = (Median(nameof(StepBenchmark.TorchSharp)), Median(nameof(StepBenchmark.Tensors)));
            var (cpu, all, copy) =
                (Median(nameof(StepBenchmark.Cpu)), Median(nameof(StepBenchmark.CpuAllCores)), Median(nameof(StepBenchmark.Copy)));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {benchmark.Title} | {benchmark.ParameterCount:N0} | {torch:0.00} | {tensors:0.00} | {torch / tensors:0.0} | {cpu:0.00} "
                    + $"| {torch / cpu:0.0} | {all:0.00} | {copy:0.00} | {copy / cpu:P0} |");
        }

        return text.ToString();
    }

    /// <summary>Where TorchSharp lacks the optimizer, its benchmark runs empty.</summary>
    private static bool HasMeaning(BenchmarkReport report) =>
        report.BenchmarkCase.Descriptor.WorkloadMethod.Name != nameof(StepBenchmark.TorchSharp) || Instance(report).HasTorchSharp;

    /// <summary>The benchmark with the parameters of a report.</summary>
    private static StepBenchmark Instance(BenchmarkReport report)
    {
        var benchmark = (StepBenchmark)Activator.CreateInstance(report.BenchmarkCase.Descriptor.Type)!;
        foreach (var parameter in report.BenchmarkCase.Parameters.Items)
            benchmark.GetType().GetProperty(parameter.Name)!.SetValue(benchmark, parameter.Value);
        return benchmark;
    }

    private static string Raw(List<BenchmarkReport> cases)
    {
        var text = new StringBuilder(
            "method,parameters,median_ns,mean_ns,standard_deviation_ns,min_ns,max_ns,iterations,allocated_bytes\n");
        foreach (var report in cases)
        {
            var (s, timed) = (report.ResultStatistics!, report.BenchmarkCase);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{timed.Descriptor.WorkloadMethod.Name},\"{timed.Parameters.DisplayInfo}\",{s.Median:R},{s.Mean:R},");
            text.Append(
                CultureInfo.InvariantCulture,
                $"{s.StandardDeviation:R},{s.Min:R},{s.Max:R},{s.N},{report.GcStats.GetBytesAllocatedPerOperation(timed)}\n");
        }

        return text.ToString();
    }
}
