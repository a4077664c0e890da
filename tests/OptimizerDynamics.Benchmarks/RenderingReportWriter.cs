using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The table of <see cref="DrawnImages"/>: images a second.</summary>
internal static class RenderingReportWriter
{
    /// <summary>Writes <c>Rendering.md</c>.</summary>
    public static void Write(Summary summary, string folder)
    {
        var cases = summary.Reports.Where(report => report.ResultStatistics is not null).ToList();
        if (cases.Count == 0)
            return;
        Directory.CreateDirectory(folder);
        var text = new StringBuilder(StepReportWriter.Machine(summary.HostEnvironmentInfo));
        text.AppendLine("Images of objects a second, medians: the thirty classes made in code, and the models of Debian's package "
            + "`sweethome3d-furniture`, which have some thousand triangles each.\n");
        text.AppendLine("| objects | background | pixels | one core | all cores |\n|---|---|--:|--:|--:|");
        foreach (var group in cases.GroupBy(report => report.BenchmarkCase.Parameters.DisplayInfo))
        {
            double Rate(string method) =>
                1e9 / group.First(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method).ResultStatistics!.Median;
            var (parameters, one, all) =
                (group.First().BenchmarkCase.Parameters, Rate(nameof(DrawnImages.OneCore)), Rate(nameof(DrawnImages.AllCores)));
            var background = (Background)parameters[nameof(DrawnImages.Background)] == Background.Clean ? "clean" : "cluttered";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {parameters[nameof(DrawnImages.Objects)]} | {background} | {parameters[nameof(DrawnImages.Size)]} × "
                    + $"{parameters[nameof(DrawnImages.Size)]} | {one:N0} | {all:N0} |");
        }

        File.WriteAllText(Path.Combine(folder, "Rendering.md"), text.ToString());
    }
}
