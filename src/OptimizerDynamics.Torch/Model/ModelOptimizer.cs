using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>Trains a TorchSharp module with any <see cref="OptimizerDynamics.Chain"/> of the core.</summary>
/// <remarks>
/// <code>
/// using var optimizer = new ModelOptimizer(network, Optimizers.Adam(l2: 1e-4));
/// foreach (var (x, y) in batches)
/// {
///     using var scope = torch.NewDisposeScope();
///     optimizer.ZeroGradients();
///     loss.forward(network.forward(x), y).backward();
///     optimizer.Step();
/// }
/// </code>
/// <para>The module's parameters become windows on one vector (see <see cref="ParameterBuffer"/>, which says what becomes of tied, frozen
/// and unused ones), so make the optimizer after the module is on its device. One instance serves one thread at a time.</para>
/// </remarks>
public sealed class ModelOptimizer : IDisposable
{
    private readonly Interpreter _wanted;
    private IModelInterpreter _interpreter;
    private UpdateParts _kept;

    /// <summary>Prepares a module to be trained from the first step of a run.</summary>
    /// <param name="module">The module, on the device and of the type that it is to be trained on: float32 or float64.</param>
    /// <param name="chain">The optimizer.</param>
    /// <param name="runLength">Number of steps of the whole run, at least 1; needed when a schedule depends on it.</param>
    /// <param name="interpreter">Which interpreter runs the chain; the default is the fastest for the device.</param>
    /// <param name="kindOf">Says what parameters of the module's own are for; see <see cref="ParameterBuffer"/>.</param>
    /// <exception cref="ArgumentException">The module cannot be trained so (see <see cref="ParameterBuffer"/>), the chain needs the run
    /// length and has none, or the CPU interpreter is asked for and the module is not on the CPU.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The run length is below 1.</exception>
    /// <exception cref="NotSupportedException">The tensor interpreter has no reading of a rule.</exception>
    public ModelOptimizer(
        nn.Module module,
        Chain chain,
        long? runLength = null,
        Interpreter interpreter = Interpreter.Automatic,
        Func<nn.Module, string, ParameterKinds?>? kindOf = null)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.RequireRunLength(runLength);
        (Chain, RunLength, _wanted) = (chain, runLength, interpreter);
        Parameters = new ParameterBuffer(module, kindOf);
        try
        {
            (Interpreter, _interpreter) = Choose(Parameters);
        }
        catch
        {
            Parameters.Dispose();
            throw;
        }
    }

    /// <summary>The optimizer that runs.</summary>
    public Chain Chain { get; }

    /// <summary>Number of steps of the whole run, where it was given.</summary>
    public long? RunLength { get; }

    /// <summary>The module's parameters and gradients, each as one vector. <see cref="MoveTo"/> makes others.</summary>
    public ParameterBuffer Parameters { get; private set; }

    /// <summary>The interpreter at work, <see cref="Interpreter.Cpu"/> or <see cref="Interpreter.Tensor"/>.</summary>
    public Interpreter Interpreter { get; private set; }

    /// <summary>Number of steps taken.</summary>
    public long StepCount => _interpreter.StepCount;

    /// <summary>g ← 0; call it before back-propagation, in place of the module's own <c>zero_grad()</c>.</summary>
    public void ZeroGradients() => Parameters.ZeroGradients();

    /// <summary>Takes one step with the gradients that back-propagation has left: θ ← θ − chain(g).</summary>
    /// <returns>The number of the step, 1 for the first.</returns>
    /// <exception cref="InvalidOperationException">The module was moved, or a parameter or gradient replaced; the message names
    /// it.</exception>
    /// <remarks>Gradients that are not finite are not looked for; see <see cref="ParameterBuffer.FirstNonFiniteGradient"/>.</remarks>
    public long Step()
    {
        if (StepCount == 0)
            Verify();
        Parameters.VerifyInTurn();
        return _interpreter.Step();
    }

    /// <summary>Has what every update is made of kept from now on: the loss's and the decay's part of it. No bit of the module's parameters
    /// depends on it.</summary>
    /// <param name="parts">What to keep.</param>
    /// <exception cref="NotSupportedException">A part is asked for, and the chain does not split
    /// (<see cref="OptimizerDynamics.Chain.WhyNotSplit"/>).</exception>
    /// <exception cref="InvalidOperationException">The first step has been taken: what came before would belong to no part.</exception>
    public void Decompose(UpdateParts parts = UpdateParts.Split)
    {
        _interpreter.Decompose(parts);
        _kept = parts;
    }

    /// <summary>A part of the last update, the update itself, or the parameters before it.</summary>
    /// <param name="part">Which: one of those that <see cref="Decompose"/> has asked for.</param>
    /// <returns>A copy, one number a parameter in the order of <see cref="ParameterBuffer.Layout"/>, on the module's device; zero before
    /// the first step.</returns>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    public Tensor Part(UpdateParts part) => _interpreter.CopyOf(part);

    /// <summary>A vector that a rule remembers, such as Adam's second moment: <c>State(1, "v")</c> where L2 is the first rule.</summary>
    /// <param name="rule">The rule's index in the chain.</param>
    /// <param name="name">The vector's name there (see <see cref="UpdateRule.Vectors"/>).</param>
    /// <returns>A copy as it stands, one number a parameter in the order of <see cref="ParameterBuffer.Layout"/>.</returns>
    /// <exception cref="ArgumentException">The chain has no such rule, or the rule no such vector; the message lists those it
    /// has.</exception>
    public double[] State(int rule, string name)
    {
        var index = Chain.IndexOfVector(rule, name);
        using var scope = NewDisposeScope();
        using var memory = _interpreter.Memory();
        return memory.Vectors[rule][index].to(ScalarType.Float64).cpu().data<double>().ToArray();
    }

    /// <summary>Writes the number of steps taken and all that the rules remember, bit for bit; the same format for every interpreter and
    /// device. The parameters are not part of it: the module saves them.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    /// <exception cref="InvalidOperationException">The optimizer no longer reaches the module; the message says why.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void SaveState(Stream destination)
    {
        Verify();
        _interpreter.SaveState(destination);
    }

    /// <summary>Resumes where <see cref="SaveState"/> stopped, on whatever interpreter and device that was.</summary>
    /// <param name="source">What was written; left open, behind the state's last byte.</param>
    /// <exception cref="OptimizerStateException">The state is damaged or of another chain, layout, element type or run length; the message
    /// says which. This optimizer is as it was.</exception>
    /// <exception cref="InvalidOperationException">The optimizer no longer reaches the module; the message says why.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public void LoadState(Stream source)
    {
        Verify();
        _interpreter.LoadState(source);
    }

    /// <summary>Moves the module and what the optimizer remembers to another device or element type, in mid-run.</summary>
    /// <param name="device">The device; null leaves it.</param>
    /// <param name="elementType">float32 or float64; null leaves it. From float64 to float32 every number is rounded.</param>
    /// <exception cref="ArgumentException">The type is neither, or the module has tied parameters, which TorchSharp cannot move without
    /// breaking the tie. Nothing has been moved.</exception>
    /// <exception cref="InvalidOperationException">There is no such device, or the optimizer no longer reaches the module. Nothing has been
    /// moved.</exception>
    /// <remarks>Where the device runs out of memory on the way, the module may have moved in part. The optimizer then keeps its memory, and
    /// says at the next step that it no longer reaches the module.</remarks>
    public void MoveTo(Device? device = null, ScalarType? elementType = null)
    {
        var type = elementType ?? Parameters.ElementType;
        if (type is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"elementType = {type}: expected Float32 or Float64.", nameof(elementType));
        Verify();
        ModuleParameters.RequireNotTied(Parameters.Module);
        if (_wanted == Interpreter.Cpu)
            RequireCpu(device ?? Parameters.Device);

        using var scope = NewDisposeScope(); // TorchSharp leaves handles of the old gradients behind
        using var memory = _interpreter.Memory();
        var (before, beforeBuffer) = (_interpreter, Parameters);
        Parameters.Module.to(device ?? Parameters.Device, type);
        var buffer = new ParameterBuffer(Parameters.Module, Parameters.KindOf);
        IModelInterpreter? after = null;
        try
        {
            (var interpreter, after) = Choose(buffer);
            if (_kept != UpdateParts.None)
                after.Decompose(_kept);
            after.Restore(memory);
            (Parameters, Interpreter, _interpreter) = (buffer, interpreter, after);
        }
        catch
        {
            after?.Dispose();
            buffer.Dispose();
            throw;
        }

        before.Dispose();
        beforeBuffer.Dispose();
    }

    /// <summary>Frees what the optimizer remembers. The module stays as it is.</summary>
    public void Dispose()
    {
        _interpreter.Dispose();
        Parameters.Dispose();
    }

    private void Verify()
    {
        ObjectDisposedException.ThrowIf(Parameters.Values.IsInvalid, this);
        Parameters.Verify();
    }

    private static void RequireCpu(Device device)
    {
        if (device.type != DeviceType.CPU)
            throw new ArgumentException($"The CPU interpreter runs on the CPU, and the module is to be on {device}: choose "
                + $"Interpreter.Tensor, or leave the choice open.");
    }

    private (Interpreter Interpreter, IModelInterpreter Running) Choose(ParameterBuffer buffer)
    {
        if (_wanted == Interpreter.Cpu)
            RequireCpu(buffer.Device);
        var isCpu = _wanted == Interpreter.Cpu || (_wanted == Interpreter.Automatic && buffer.Device.type == DeviceType.CPU);
        return !isCpu ? (Interpreter.Tensor, new TensorOptimizer(Chain, buffer.Layout, buffer.Values, buffer.Gradients, RunLength))
            : buffer.ElementType
                == ScalarType.Float32 ? (Interpreter.Cpu, new CpuOptimizerOnTensors<float>(Chain, buffer, RunLength, TorchThreads.Count))
            : (Interpreter.Cpu, new CpuOptimizerOnTensors<double>(Chain, buffer, RunLength, TorchThreads.Count));
    }
}
