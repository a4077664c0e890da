using System.CommandLine;
using System.Globalization;
using System.Reflection;
using OptimizerDynamics.GpuEvidence;
using OptimizerDynamics.Testing;
using OptimizerDynamics.Torch;

// gpu-evidence [--device cuda:0] [--cases 50] [--steps 200] [--out reports/gpu] [--local-changes]
// Runs the parity suite, a network's training step and the benchmark on a CUDA device and writes README.md and evidence.json. Without a
// device it writes that nothing was measured, unless something was before. Exit codes: 0 all passed (or there is no device), 1 a check
// failed or libtorch or the folder cannot be used, 2 a wrong option.
const string Page = "README.md", Record = "evidence.json";
var device = new Option<string?>("--device")
{
    Description = "cuda:n, or cpu to try the program out; the first CUDA device when left out.",
};
var cases = Count("--cases", "Trials for each property.", 50);
var steps = Count("--steps", "Steps of a round, when timing.", 200);
var output = new Option<string?>("--out") { Description = "Where the report goes; reports/gpu when left out." };
var localChanges = new Option<bool>("--local-changes") { Description = "The program was built from a checkout with uncommitted changes." };
var root = new RootCommand("Evidence of what the tensor interpreter does on a GPU.") { device, cases, steps, output, localChanges };
root.SetAction(parsed =>
    Run(parsed.GetValue(device), parsed.GetValue(cases), parsed.GetValue(steps), parsed.GetValue(output), parsed.GetValue(localChanges)));

// What the kernel counter runs under the profiler.
var (optimizer, width, with) = (
    new Option<string>("--optimizer") { Required = true }, new Option<double>("--width") { Required = true },
    new Option<string>("--with") { Required = true });
var (stepDevice, count) = (new Option<string>("--device") { Required = true }, new Option<int>("--steps") { Required = true });
var stepsCommand = new Command("steps", "Take some steps and nothing else, for a profiler.") { optimizer, width, with, stepDevice, count };
stepsCommand.SetAction(parsed => StepTimer.Steps(
    parsed.GetRequiredValue(optimizer), parsed.GetRequiredValue(width), parsed.GetRequiredValue(stepDevice),
    parsed.GetRequiredValue(with) == "tensor", parsed.GetRequiredValue(count)));
root.Add(stepsCommand);

var result = root.Parse(args);
if (result.Errors.Count > 0)
    return Refuse(result.Errors[0].Message, 2);
try
{
    return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is NativeTorchException or IOException or UnauthorizedAccessException)
{
    return Refuse(error.Message, 1);
}

static int Run(string? device, int cases, int steps, string? output, bool localChanges)
{
    NativeTorch.Load();
    var wanted = device ?? (Cuda.Devices is [var first, ..] ? first : null);
    var folder = output ?? Path.Combine("reports", "gpu");
    if (wanted is not (null or "cpu") && !Cuda.Devices.Contains(wanted))
        return Refuse($"--device: expected one of {string.Join(", ", Cuda.Devices.Append("cpu"))}, found '{wanted}'", 2);
    if (wanted == "cpu" && output is null)
        return Refuse("--out: expected a folder: a trial on the cpu does not go where the reports of GPUs are", 2);

    Directory.CreateDirectory(folder);
    if (wanted is null)
    {
        Console.WriteLine($"not measured: {Cuda.WhyNot}");
        if (!File.Exists(Path.Combine(folder, Record)))
            File.WriteAllText(Path.Combine(folder, Page), EvidenceReport.NotMeasured(Cuda.WhyNot!));
        return 0;
    }

    // Whether the folder can be written to is better known before than after.
    using var record = new FileStream(
        Path.Combine(folder, $"{Record}.new"), FileMode.Create, FileAccess.Write, FileShare.None, 4096, FileOptions.DeleteOnClose);
    var evidence = Examination.Run(wanted, cases, TorchSharpOptimizer.Names, steps, Build(localChanges), Console.Out);
    File.WriteAllText(Path.Combine(folder, Record), EvidenceReport.Json(evidence));
    File.WriteAllText(Path.Combine(folder, Page), EvidenceReport.Page(evidence));
    Console.WriteLine(
        $"{evidence.Checks.Count(check => check.Passed)} of {evidence.Checks.Count} checks passed; see {Path.Combine(folder, Page)}");
    return evidence.Passed ? 0 : 1;
}

// The SDK writes the commit behind the version: 0.1.0+0123abc….
static string Build(bool localChanges)
{
    var version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
    var commit = version.Split('+') is [_, { Length: >= 7 } hash] ? $"commit {hash[..7]}" : "an unknown commit";
    return localChanges ? $"{commit} with local changes" : commit;
}

static Option<int> Count(string name, string description, int number)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => number };
    option.Validators.Add(result =>
    {
        if (result.Tokens is [var token]
            && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1))
            result.AddError($"{name}: expected an integer of at least 1, found '{token.Value}'");
    });
    return option;
}

static int Refuse(string message, int exitCode)
{
    Console.Error.WriteLine($"gpu-evidence: {message}");
    return exitCode;
}
