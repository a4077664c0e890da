using System.Collections.Immutable;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary>The engines that compute with libtorch: nothing else of <c>trace</c> loads it.</summary>
internal static class TorchEngines
{
    public static TraceEngine Create(string name, string device, bool isSingle, OptimizerFile file, double[] initial, long runLength)
    {
        LibtorchDevice.Require(device);
        if (name == "tensor")
            return new TorchEngine(VectorRun.OnTensors(file.Chain, initial, runLength, device, isSingle), isSingle);
        if (!TorchSharpOptimizer.Names.Contains(file.Optimizer.Name))
        {
            throw new InputException(
                $"--engine: TorchSharp has no {file.Optimizer.Name}; it has {string.Join(", ", TorchSharpOptimizer.Names)}");
        }

        var run = VectorRun.WithTorchSharp(file.Optimizer, Decaying(file), file.Schedule, initial, runLength, device, isSingle);
        return new TorchEngine(run, isSingle);
    }

    /// <summary>The file's settings without decay where weights, which a trace's parameters are, do not decay.</summary>
    private static ImmutableSortedDictionary<string, double> Decaying(OptimizerFile file)
    {
        var values = file.Values.ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var kind in Enum.GetValues<Regularization>())
        {
            if (CommonSettings.Of(kind) is { } setting && !file.Decayed.Of(kind).HasFlag(ParameterKinds.Weight))
                values = values.SetItem(setting.Key, 0);
        }

        return CommonSettings.Sparsifiers.FirstOrDefault(setting => values.GetValueOrDefault(setting.Key) > 0) is { } missing
            ? throw new InputException($"--engine: TorchSharp has no {missing.Key}; 'cpu' and 'tensor' have it")
            : values;
    }

    private sealed class TorchEngine(VectorRun run, bool isSingle) : TraceEngine
    {
        public override long StepCount => run.StepCount;

        public override bool IsSingle => isSingle;

        public override double[] Parameters => run.Parameters;

        public override void Step(ReadOnlySpan<double> gradients) => run.Step(gradients);

        public override void Decompose() => run.Decompose();

        public override double[] Part(UpdateParts part) => run.Part(part);

        public override void SaveState(Stream destination) => run.SaveState(destination);

        public override void LoadState(Stream source) => run.LoadState(source);

        public override void Dispose() => run.Dispose();
    }
}
