using System.CommandLine;
using OptimizerDynamics.GpuEvidence;
using OptimizerDynamics.Testing;
using OptimizerDynamics.Torch;

// gpu-evidence [--device cuda:0] [--cases 50] [--steps 200] [--out reports/gpu] [--commit …]
// Runs the parity suite, a network's training step and the benchmark on a CUDA device and writes README.md and evidence.json. Without a
// device it writes that nothing was measured. Exit codes: 0 all passed (or there is no device), 1 a check failed, 2 a wrong option.
var device = new Option<string?>("--device") { Description = "cuda:n, or cpu to try the program out; the first CUDA device when left out." };
var cases = new Option<int>("--cases") { Description = "Trials for each property.", DefaultValueFactory = _ => 50 };
var steps = new Option<int>("--steps") { Description = "Steps of a round, when timing.", DefaultValueFactory = _ => 200 };
var output = new Option<string>("--out") { Description = "Where the report goes.", DefaultValueFactory = _ => Path.Combine("reports", "gpu") };
var commit = new Option<string?>("--commit") { Description = "The commit of this program." };
var root = new RootCommand("Evidence of what the tensor interpreter does on a GPU.") { device, cases, steps, output, commit };
root.SetAction(parsed =>
{
    string wanted;
    try
    {
        NativeTorch.Load();
        wanted = parsed.GetValue(device) ?? (Cuda.Devices is [var first, ..] ? first : "");
    }
    catch (NativeTorchException error)
    {
        Console.Error.WriteLine($"gpu-evidence: {error.Message}");
        return 1;
    }

    var folder = parsed.GetRequiredValue(output);
    if (wanted is not ("" or "cpu") && !Cuda.Devices.Contains(wanted))
    {
        Console.Error.WriteLine($"gpu-evidence: --device: expected one of {string.Join(", ", Cuda.Devices.Append("cpu"))}, found '{wanted}'");
        return 2;
    }

    Directory.CreateDirectory(folder);
    if (wanted == "")
    {
        File.WriteAllText(Path.Combine(folder, "README.md"), EvidenceReport.NotMeasured(Cuda.WhyNot!));
        Console.WriteLine($"not measured: {Cuda.WhyNot}");
        return 0;
    }

    var evidence = Examination.Run(wanted, parsed.GetValue(cases), TorchSharpOptimizer.Names, parsed.GetValue(steps), parsed.GetValue(commit), Console.Out);
    File.WriteAllText(Path.Combine(folder, "evidence.json"), EvidenceReport.Json(evidence));
    File.WriteAllText(Path.Combine(folder, "README.md"), EvidenceReport.Page(evidence));
    Console.WriteLine($"{evidence.Checks.Count(check => check.Passed)} of {evidence.Checks.Count} checks passed; see {Path.Combine(folder, "README.md")}");
    return evidence.Passed ? 0 : 1;
});

// What the kernel counter runs under the profiler.
var (optimizer, width, with) = (new Option<string>("--optimizer") { Required = true }, new Option<double>("--width") { Required = true }, new Option<string>("--with") { Required = true });
var (stepDevice, count) = (new Option<string>("--device") { Required = true }, new Option<int>("--steps") { Required = true });
var stepsCommand = new Command("steps", "Take some steps and nothing else, for a profiler.") { optimizer, width, with, stepDevice, count };
stepsCommand.SetAction(parsed => StepTimer.Steps(
    parsed.GetRequiredValue(optimizer), parsed.GetRequiredValue(width), parsed.GetRequiredValue(stepDevice), parsed.GetRequiredValue(with) == "tensor", parsed.GetRequiredValue(count)));
root.Add(stepsCommand);
var result = root.Parse(args);
if (result.Errors.Count > 0)
{
    Console.Error.WriteLine($"gpu-evidence: {result.Errors[0].Message}");
    return 2;
}

return result.Invoke();
