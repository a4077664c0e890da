using System.Numerics;
using System.Runtime.InteropServices;
using OptimizerDynamics.Torch;
using static TorchSharp.torch;

namespace OptimizerDynamics.Testing;

/// <summary>An interpreter at work on parameters that a test hands it anew in every step.</summary>
internal abstract class Engine : IDisposable
{
    /// <summary>The interpreters that can be compared: <c>cpu</c> and <c>tensor</c>.</summary>
    public static Engine Create(
        string name, ScalarType dtype, string device, Chain chain, ParameterLayout layout, long runLength, int? blockLength = null) =>
        name == "tensor" ? new TensorEngine(chain, layout, dtype, device, runLength, blockLength)
        : dtype == ScalarType.Float32 ? new CpuEngine<float>(chain, layout, runLength)
        : new CpuEngine<double>(chain, layout, runLength);

    /// <summary>One step from the parameters given.</summary>
    public abstract double[] Step(double[] parameters, double[] gradients);

    /// <summary>A vector that a rule remembers.</summary>
    public abstract double[] State(int rule, string name);

    /// <summary>Overwrites a vector that a rule remembers.</summary>
    public abstract void SetState(int rule, string name, double[] values);

    public abstract void Dispose();
}

internal sealed class CpuEngine<T>(
    Chain chain, ParameterLayout layout, long runLength) : Engine where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CpuOptimizer<T> _optimizer = new(chain, layout, runLength);

    public override double[] Step(double[] parameters, double[] gradients)
    {
        var theta = Array.ConvertAll(parameters, T.CreateTruncating);
        _optimizer.Step(theta, Array.ConvertAll(gradients, T.CreateTruncating));
        return Array.ConvertAll(theta, double.CreateTruncating);
    }

    public override double[] State(int rule, string name) =>
        Array.ConvertAll(_optimizer.State(rule, name).ToArray(), double.CreateTruncating);

    public override void SetState(int rule, string name, double[] values)
    {
        // A live view on an array, read-only to all but this test.
        var view = _optimizer.State(rule, name);
        var state = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(view), view.Length);
        for (var i = 0; i < values.Length; i++)
            state[i] = T.CreateTruncating(values[i]);
    }

    public override void Dispose()
    {
    }
}

internal sealed class TensorEngine : Engine
{
    private readonly Tensor _parameters;
    private readonly Tensor _gradients;
    private readonly TensorOptimizer _optimizer;

    public TensorEngine(Chain chain, ParameterLayout layout, ScalarType dtype, string device, long runLength, int? blockLength)
    {
        NativeTorch.Load();
        _parameters = zeros(layout.Length, dtype, new Device(device));
        _gradients = zeros(layout.Length, dtype, new Device(device));
        _optimizer = new TensorOptimizer(chain, layout, _parameters, _gradients, runLength, blockLength);
    }

    public override double[] Step(double[] parameters, double[] gradients)
    {
        Write(_parameters, parameters);
        Write(_gradients, gradients);
        _optimizer.Step();
        return Read(_parameters);
    }

    public override double[] State(int rule, string name) => Read(_optimizer.State(rule, name));

    public override void SetState(int rule, string name, double[] values) => Write(_optimizer.State(rule, name), values);

    public override void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _gradients.Dispose();
    }

    private static void Write(Tensor destination, double[] values)
    {
        using var source = tensor(values, ScalarType.Float64);
        destination.copy_(source);
    }

    private static double[] Read(Tensor source)
    {
        using var scope = NewDisposeScope();
        return source.to(ScalarType.Float64).cpu().data<double>().ToArray();
    }
}
