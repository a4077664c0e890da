using System.Numerics;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>What runs a trace: parameters in, gradients in, parameters out.</summary>
internal abstract class TraceEngine : IDisposable
{
    /// <summary>The engines that <c>--engine</c> can name.</summary>
    public static readonly string[] Names = ["cpu", "tensor", "torchsharp"];

    /// <summary>The element types that <c>--dtype</c> can name.</summary>
    public static readonly string[] ElementTypes = ["float64", "float32"];

    /// <summary>Number of steps taken.</summary>
    public abstract long StepCount { get; }

    /// <summary>Whether the numbers are float32, which are written with as many digits as those need.</summary>
    public abstract bool IsSingle { get; }

    /// <summary>The parameters as the engine holds them.</summary>
    public abstract double[] Parameters { get; }

    /// <summary>Takes one step.</summary>
    public abstract void Step(ReadOnlySpan<double> gradients);

    /// <summary>Has the parts of every update kept, before the first step.</summary>
    public abstract void Decompose();

    /// <summary>A part of the last update; zero before the first step.</summary>
    public abstract double[] Part(UpdateParts part);

    public abstract void SaveState(Stream destination);

    public abstract void LoadState(Stream source);

    public abstract void Dispose();

    /// <summary>Makes the engine that the options ask for.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="device">cpu, cuda or cuda:n.</param>
    /// <param name="elementType">One of <see cref="ElementTypes"/>.</param>
    /// <param name="file">The optimizer.</param>
    /// <param name="initial">The parameters before the first step.</param>
    /// <param name="runLength">Number of steps of the whole run.</param>
    /// <exception cref="InputException">The options do not go together, or the device is not there.</exception>
    /// <exception cref="FailureException">libtorch is asked for and cannot be used.</exception>
    public static TraceEngine Create(string name, string device, string elementType, OptimizerFile file, double[] initial, long runLength)
    {
        if (name != "cpu")
            return TorchEngines.Create(name, device, elementType == "float32", file, initial, runLength);
        if (device != "cpu")
            throw new InputException(
                $"--device: the CPU interpreter runs on the cpu; '{device}' needs --engine tensor or --engine torchsharp");
        return elementType == "float32"
            ? new CpuTraceEngine<float>(file.Chain, initial, runLength)
            : new CpuTraceEngine<double>(file.Chain, initial, runLength);
    }
}

/// <summary>The CPU interpreter.</summary>
internal sealed class CpuTraceEngine<T>(
    Chain chain, double[] initial, long runLength) : TraceEngine where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CpuOptimizer<T> _optimizer = new(chain, ParameterLayout.Vector(initial.Length), runLength);
    private readonly T[] _parameters = Array.ConvertAll(initial, T.CreateTruncating);
    private readonly T[] _gradients = new T[initial.Length];

    public override long StepCount => _optimizer.StepCount;

    public override bool IsSingle => typeof(T) == typeof(float);

    public override double[] Parameters => Array.ConvertAll(_parameters, double.CreateTruncating);

    public override void Step(ReadOnlySpan<double> gradients)
    {
        for (var i = 0; i < gradients.Length; i++)
            _gradients[i] = T.CreateTruncating(gradients[i]);
        _optimizer.Step(_parameters, _gradients);
    }

    public override void Decompose() => _optimizer.Decompose();

    public override double[] Part(UpdateParts part) =>
        Array.ConvertAll(_optimizer.Decomposition!.Of(part).ToArray(), double.CreateTruncating);

    public override void SaveState(Stream destination) => _optimizer.SaveState(destination);

    public override void LoadState(Stream source) => _optimizer.LoadState(source);

    public override void Dispose()
    {
    }
}
