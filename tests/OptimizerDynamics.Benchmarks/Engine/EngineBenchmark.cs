using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The benchmark of the CPU engine: <c>engine [ROUNDS]</c>, about four minutes, and five where there is AVX-512.</summary>
/// <remarks>Everything is measured in processes of its own, which print a line of JSON: those of the steps are limited to one set of vector
/// instructions, the engine and libtorch alike; those of the trials run two, as those of a study run one after another.</remarks>
internal static class EngineBenchmark
{
    /// <summary>The first word of the command line.</summary>
    public const string Word = "engine";

    /// <summary>The first word of the processes that measure steps, followed by the number of rounds, and of those that run trials,
    /// followed by its specification.</summary>
    public const string StepsWord = "engine-steps", TrialWord = "engine-trial";

    /// <summary>As many rounds as a report has.</summary>
    public const int UsualRounds = 15;

    /// <summary>What limits libtorch to AVX2 as <c>DOTNET_EnableAVX512</c> limits the engine.</summary>
    private static readonly (string Name, string Value)[] _narrow =
    [
        ("DOTNET_EnableAVX512", "0"), ("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"), ("MKL_ENABLE_INSTRUCTIONS", "AVX2"),
    ];

    /// <summary>Measures, and writes <c>Engine.md</c> and <c>Engine.csv</c>.</summary>
    /// <param name="rounds">Rounds of a case, at least 1.</param>
    /// <param name="folder">The folder of the report.</param>
    public static void Run(int rounds, string folder)
    {
        // Read before minutes are spent: they are found from the repository's root alone.
        var specified = WholeTrial.All.Select(trial => (trial.Name, trial.Specification, trial.IsCrowded)).ToList();
        string[] steps = [StepsWord, $"{rounds}"];
        List<EngineFigures> figures = [];
        if (Vector512.IsHardwareAccelerated)
            figures.Add(Child<EngineFigures>(steps, []));
        figures.Add(Child<EngineFigures>(steps, _narrow));
        List<(string Name, int Processes, IReadOnlyList<WholeTrialTimes> Times)> trials = [];
        foreach (var (name, specification, isCrowded) in specified)
        {
            foreach (var processes in isCrowded ? new[] { 1, Environment.ProcessorCount } : [1])
                trials.Add((name, processes, Slowest(Enumerable.Repeat(specification, processes))));
        }

        EngineReportWriter.Write(figures, trials, folder);
    }

    /// <summary>Runs the trial in several processes at a time, compiled as a study's processes are.</summary>
    /// <returns>Of that process whose first trial spent most beside its steps.</returns>
    private static IReadOnlyList<WholeTrialTimes> Slowest(IEnumerable<string> specifications) =>
        Task.WhenAll(specifications.Select(one => Task.Run(
                () => Child<IReadOnlyList<WholeTrialTimes>>([TrialWord, one], [("DOTNET_TieredCompilation", "0")]))))
            .GetAwaiter().GetResult().MaxBy(times => times[0].Beside)!;

    /// <summary>What a process of this benchmark does.</summary>
    /// <param name="result">What it found.</param>
    public static void Answer<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result));

    private static T Child<T>(string[] words, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(EngineBenchmark).Assembly.Location);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment.Append(("OMP_NUM_THREADS", "1")).Append(("MKL_NUM_THREADS", "1")))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<T>(line)!
            : throw new InvalidOperationException($"'{string.Join(' ', words)}' ended with {process.ExitCode}.");
    }
}
