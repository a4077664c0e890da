using System.Globalization;
using System.Text;

namespace OptimizerDynamics.Cli;

/// <summary>The report for a reader: sections of aligned lines, and at the end what is wrong.</summary>
internal static class DoctorText
{
    /// <summary>Lines are at most this long, but for a word (a path) that is longer by itself.</summary>
    public const int LineLength = 100;

    private const int LabelLength = 20;

    public static string Render(DoctorReport report)
    {
        var text = new StringBuilder();
        (string Heading, IEnumerable<(string Label, string Value)> Lines)[] sections =
        [
            ("Program", Program(report)),
            ("libstdc++", report.LibStdCxx is { } facts ? LibStdCxxLines(facts) : []),
            ("libtorch", Libtorch(report.Libtorch)),
            ("Devices", Devices(report.Devices)),
            ("Smoke test: convolution and BatchNorm in float64 against plain loops", SmokeTests(report)),
            ("Threads and vectors", Threads(report)),
            ("Environment variables", Variables(report)),
            ("Data sets", report.DataSets.Select(data => (data.Name, DataSet(data)))),
        ];
        foreach (var (heading, lines) in sections.Where(section => section.Lines.Any()))
        {
            text.Append(heading).Append('\n');
            foreach (var (label, value) in lines)
                Append(text, $"  {label.PadRight(LabelLength - 3)} ", value);
            text.Append('\n');
        }

        foreach (var problem in report.Problems)
        {
            Append(text, "Problem: ", problem.What);
            Append(text, "Remedy:  ", problem.Remedy);
        }

        return text.Append(report.Problems.Count == 0 ? "All is well.\n" : "").ToString();
    }

    /// <summary>The errors of a smoke test, and the bound that they are held to.</summary>
    public static string Errors(SmokeTestFacts test) => string.Create(
        CultureInfo.InvariantCulture,
        $"largest error {test.ConvolutionError:0.0e+0} (convolution), {test.BatchNormError:0.0e+0} (BatchNorm); "
        + $"rounding stays below {test.Bound:0e+0}");

    private static IEnumerable<(string, string)> Program(DoctorReport report) =>
    [
        ("optdyn", report.Program.Version),
        (".NET", $"{report.Program.DotnetVersion}, {report.Program.RuntimeIdentifier}"),
        ("system", $"{report.System.Description}, {report.System.Architecture}, kernel {report.System.Kernel}"),
    ];

    private static IEnumerable<(string, string)> LibStdCxxLines(LibStdCxxFacts facts)
    {
        if (facts.Path is { } path)
            yield return ("file", path);
        if (facts.OffersRequired is { } offers)
            yield return ("newest version", $"{facts.Newest}; {facts.RequiredVersion}: {(offers ? "yes" : "no")}");
        if (facts.Demand is { } demand)
        {
            var need = facts.OffersRequired == true ? ", nor needed" : "";
            yield return ("TorchSharp asks", demand switch
            {
                VersionDemand.Weak => $"weakly for {facts.RequiredVersion}: the build's fix is applied",
                VersionDemand.Strong => $"for {facts.RequiredVersion}: the build's fix is not applied{need}",
                _ => $"not for {facts.RequiredVersion}",
            });
            yield return ("TorchSharp's file", facts.TorchSharpLibrary!);
        }

        if (facts.Note is { } note)
            yield return ("note", note);
    }

    private static IEnumerable<(string, string)> Libtorch(LibtorchFacts facts)
    {
        yield return ("version", facts.Version ?? "not loaded, see below");
        yield return ("runtime", facts.Runtime?.ToString().ToLowerInvariant() ?? "the program does not say what it was built with");
        if (facts.Directory is { } directory)
            yield return ("folder", directory);
        yield return ("TorchSharp", $"{facts.TorchSharpVersion}, made for libtorch {facts.RequiredVersion}");
    }

    private static IEnumerable<(string, string)> Devices(DeviceFacts facts)
    {
        var (cpu, cuda) = (facts.Cpu, facts.Cuda);
        var available = cpu.AvailableMemory is { } bytes ? $", {Gibibytes(bytes)} available" : "";
        yield return ("cpu", $"{cpu.Model ?? "model unknown"}; memory {Gibibytes(cpu.TotalMemory)}{available}");
        yield return ("cuda", cuda.DeviceCount switch { 0 => $"none: {cuda.Reason}", 1 => "cuda:0", var n => $"cuda:0 to cuda:{n - 1}" });
        foreach (var gpu in cuda.Driver)
            yield return ("nvidia-smi", $"{gpu.Name}, {gpu.Memory}, driver {gpu.DriverVersion}");
        if (cuda.DriverNote is { } note && cuda.DeviceCount > 0)
            yield return ("names, memory", $"unknown: {note}");
    }

    private static IEnumerable<(string, string)> SmokeTests(DoctorReport report) => report.SmokeTests.Select(test =>
        (test.Device, test.Failure is { } failure ? $"failed: {failure}" : $"{(test.Ok ? "ok" : "WRONG")}: {Errors(test)}"));

    private static IEnumerable<(string, string)> Threads(DoctorReport report)
    {
        var (threads, simd) = (report.Threads, report.Simd);
        yield return ("processors", $"{threads.ProcessorCount}");
        if (threads is { IntraOp: { } intra, InterOp: { } inter })
            yield return ("libtorch", $"{intra} within an operation, {inter} between operations");
        var widest = simd.Vector512 ? "512 bits" : simd.Vector256 ? "256 bits" : simd.Vector128 ? "128 bits" : "none";
        yield return (".NET vectors", $"Vector<T>: {simd.VectorBits} bits; the widest that the hardware speeds up: {widest}");
    }

    private static IEnumerable<(string, string)> Variables(DoctorReport report) =>
        report.Variables.Select(variable => (variable.Key, variable.Value)).DefaultIfEmpty(("none", "of those that matter here is set"));

    private static string DataSet(DataSetFacts data) => data.State switch
    {
        DataSetState.Found => $"found in {data.Path}",
        DataSetState.Incomplete => $"incomplete in {data.Path}: {string.Join("; ", data.Faults)}",
        _ => $"not found{(data.Faults.Count > 0 ? $": {string.Join("; ", data.Faults)}" : "")}",
    };

    private static string Gibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB");

    /// <summary>Appends words behind a label, on as many lines as they need.</summary>
    private static void Append(StringBuilder text, string label, string value)
    {
        text.Append(label);
        var column = label.Length;
        foreach (var (i, word) in value.Split(' ', '\n').Index())
        {
            if (i > 0 && column + 1 + word.Length > LineLength)
            {
                text.Append('\n').Append(' ', label.Length);
                column = label.Length;
            }
            else if (i > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        text.Append('\n');
    }
}
