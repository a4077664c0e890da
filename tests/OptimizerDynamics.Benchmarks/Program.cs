using System.Globalization;
using BenchmarkDotNet.Running;
using OptimizerDynamics.Benchmarks;
using OptimizerDynamics.Torch;
using TorchSharp;

// dotnet run -c Release --project tests/OptimizerDynamics.Benchmarks [-- --filter '*BySize*'] [--list flat]
// Writes a table for each benchmark class to reports/benchmarks, when run from the repository's root.
// With the word engine [ROUNDS] it measures the CPU engine beside libtorch instead, and whole trials, and writes Engine.md and Engine.csv:
// all of it in about four minutes, and in five on a processor with AVX-512 (see EngineBenchmark).
// With the words training-steps SECONDS DEVICE [TRAININGS] it prints the times of a training step with libtorch instead, or of one of
// several trainings packed into one network; with training-steps SECONDS engine those of the CPU engine (see tests/compare-training-steps).
if (args is ["training-steps", var time, "engine"])
{
    TrainingSteps.RunEngine(double.Parse(time, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["training-steps", var text, var device, .. var trainings])
{
    NativeTorch.Load();
    var seconds = double.Parse(text, CultureInfo.InvariantCulture);
    if (trainings is [var count])
        TrainingSteps.RunPacked(seconds, torch.device(device), int.Parse(count, CultureInfo.InvariantCulture));
    else
        TrainingSteps.Run(seconds, torch.device(device));
    return 0;
}

switch (args)
{
    case [EngineBenchmark.Word]:
        EngineBenchmark.Run(EngineBenchmark.UsualRounds, Path.Combine("reports", "benchmarks"));
        return 0;
    case [EngineBenchmark.Word, var many] when int.TryParse(many, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
        EngineBenchmark.Run(rounds, Path.Combine("reports", "benchmarks"));
        return 0;
    case [EngineBenchmark.Word, ..]:
        Console.Error.WriteLine(
            $"{EngineBenchmark.Word}: expected a number of rounds of at least 1, or nothing for {EngineBenchmark.UsualRounds}");
        return 2;
    case [EngineBenchmark.StepsWord, var each]:
        EngineBenchmark.Answer(EngineTurns.Measure(int.Parse(each, CultureInfo.InvariantCulture)));
        return 0;
    case [EngineBenchmark.TrialWord, var specification]:
        EngineBenchmark.Answer(WholeTrial.Run(specification));
        return 0;
}

var summaries =
    BenchmarkSwitcher.FromAssembly(typeof(StepBenchmark).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, new StepConfig());
foreach (var summary in summaries)
{
    var folder = Path.Combine("reports", "benchmarks");
    var type = summary.Reports.FirstOrDefault()?.BenchmarkCase.Descriptor.Type;
    if (type == typeof(DecayUpdates))
        DecayReportWriter.Write(summary, folder);
    else if (type == typeof(DrawnImages))
        RenderingReportWriter.Write(summary, folder);
    else
        StepReportWriter.Write(summary, folder);
}

return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
