using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A vector of parameters on a device, moved by gradients that are given as numbers: for comparisons, not for speed.</summary>
public abstract class VectorRun : IDisposable
{
    private readonly ScalarType _dtype;
    private readonly Device _device;

    private VectorRun(ReadOnlySpan<double> initial, string device, bool isSingle)
    {
        NativeTorch.Load();
        (_dtype, _device) = (isSingle ? ScalarType.Float32 : ScalarType.Float64, new Device(device));
        using var scope = NewDisposeScope();
        Vector = new Parameter(tensor(initial.ToArray(), _dtype, _device), requires_grad: false);
        Vector.DetachFromDisposeScope();
    }

    /// <summary>Number of steps taken.</summary>
    public abstract long StepCount { get; }

    /// <summary>The parameters, exactly.</summary>
    public double[] Parameters
    {
        get
        {
            using var scope = NewDisposeScope();
            return Vector.to(ScalarType.Float64).cpu().data<double>().ToArray();
        }
    }

    private Parameter Vector { get; }

    /// <summary>A run of the tensor interpreter.</summary>
    /// <param name="chain">The optimizer.</param>
    /// <param name="initial">The parameters before the first step.</param>
    /// <param name="runLength">Number of steps of the whole run, at least 1.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <param name="isSingle">Whether it computes in float32, else in float64.</param>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public static VectorRun OnTensors(Chain chain, ReadOnlySpan<double> initial, long runLength, string device, bool isSingle) =>
        new Tensors(chain, initial, runLength, device, isSingle);

    /// <summary>A run of TorchSharp's own optimizer, as it is unless told otherwise.</summary>
    /// <param name="optimizer">One of <see cref="TorchSharpOptimizer.Names"/>.</param>
    /// <param name="values">The optimizer's settings by key.</param>
    /// <param name="schedule">The schedule multiplier; constant when null.</param>
    /// <param name="initial">The parameters before the first step.</param>
    /// <param name="runLength">Number of steps of the whole run, at least 1.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <param name="isSingle">Whether it computes in float32, else in float64.</param>
    /// <param name="correctRAdam">Whether RAdam's defect is made up for; see <see cref="TorchSharpOptimizer"/>.</param>
    /// <exception cref="ArgumentException">TorchSharp has no such optimizer.</exception>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public static VectorRun WithTorchSharp(
        NamedOptimizer optimizer,
        IReadOnlyDictionary<string, double> values,
        Schedule? schedule,
        ReadOnlySpan<double> initial,
        long runLength,
        string device,
        bool isSingle,
        bool correctRAdam = false) => new Theirs(optimizer, values, schedule, initial, runLength, device, isSingle, correctRAdam);

    /// <summary>Takes one step.</summary>
    /// <param name="gradients">As many numbers as there are parameters.</param>
    public void Step(ReadOnlySpan<double> gradients)
    {
        using var scope = NewDisposeScope();
        StepWith(tensor(gradients.ToArray(), _dtype, _device));
    }

    /// <summary>Has the loss's and the decay's part of every update kept from now on, before the first step.</summary>
    /// <exception cref="NotSupportedException">The chain does not split, or it is TorchSharp's own optimizer.</exception>
    public abstract void Decompose();

    /// <summary>A part of the last update, exactly; zero before the first step.</summary>
    /// <param name="part"><see cref="UpdateParts.Loss"/>, <see cref="UpdateParts.Decay"/> or <see cref="UpdateParts.Update"/>.</param>
    /// <exception cref="InvalidOperationException">It is not kept.</exception>
    /// <exception cref="NotSupportedException">It is TorchSharp's own optimizer.</exception>
    public abstract double[] Part(UpdateParts part);

    /// <summary>Writes what the optimizer remembers; see <see cref="TensorOptimizer.SaveState"/>.</summary>
    /// <param name="destination">Takes the bytes.</param>
    /// <exception cref="NotSupportedException">It is TorchSharp's own, whose state has another form.</exception>
    public abstract void SaveState(Stream destination);

    /// <summary>Resumes from a saved state; see <see cref="TensorOptimizer.LoadState"/>.</summary>
    /// <param name="source">The saved state; left open, behind the last byte.</param>
    /// <exception cref="NotSupportedException">It is TorchSharp's own, whose state has another form.</exception>
    public abstract void LoadState(Stream source);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees parameters and optimizer.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => Vector.Dispose();

    private protected abstract void StepWith(Tensor gradients);

    private sealed class Tensors : VectorRun
    {
        private readonly Tensor _gradients;
        private readonly TensorOptimizer _optimizer;

        public Tensors(Chain chain, ReadOnlySpan<double> initial, long runLength, string device, bool isSingle)
            : base(initial, device, isSingle)
        {
            _gradients = zeros_like(Vector).DetachFromDisposeScope();
            _optimizer = new TensorOptimizer(chain, ParameterLayout.Vector(initial.Length), Vector, _gradients, runLength);
        }

        public override long StepCount => _optimizer.StepCount;

        private protected override void StepWith(Tensor gradients)
        {
            _gradients.copy_(gradients);
            _optimizer.Step();
        }

        public override void Decompose() => _optimizer.Decompose();

        public override double[] Part(UpdateParts part)
        {
            using var scope = NewDisposeScope();
            return _optimizer.Part(part).to(ScalarType.Float64).cpu().data<double>().ToArray();
        }

        public override void SaveState(Stream destination) => _optimizer.SaveState(destination);

        public override void LoadState(Stream source) => _optimizer.LoadState(source);

        protected override void Dispose(bool disposing)
        {
            _optimizer.Dispose();
            _gradients.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Theirs : VectorRun
    {
        private readonly TorchSharpOptimizer _optimizer;

        public Theirs(
            NamedOptimizer optimizer,
            IReadOnlyDictionary<string, double> values,
            Schedule? schedule,
            ReadOnlySpan<double> initial,
            long runLength,
            string device,
            bool isSingle,
            bool correctRAdam)
            : base(initial, device, isSingle) =>
            _optimizer = new TorchSharpOptimizer(optimizer, values, [Vector], schedule, runLength, correctRAdam);

        public override long StepCount => _optimizer.StepCount;

        private protected override void StepWith(Tensor gradients)
        {
            Vector.grad = gradients;
            _optimizer.Step();
        }

        public override void Decompose() => throw NoParts();

        public override double[] Part(UpdateParts part) => throw NoParts();

        public override void SaveState(Stream destination) => throw NoState();

        public override void LoadState(Stream source) => throw NoState();

        protected override void Dispose(bool disposing)
        {
            _optimizer.Dispose();
            base.Dispose(disposing);
        }

        private static NotSupportedException NoParts() => new("TorchSharp's own optimizers do not tell what their updates are made of.");

        private static NotSupportedException NoState() => new("The state of TorchSharp's own optimizers has a form of its own.");
    }
}
