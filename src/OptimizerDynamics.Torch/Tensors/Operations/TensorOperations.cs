using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// The few in-place operations that tensor rules are written in. Each is one call of libtorch and, on a GPU, one kernel (or one copy), and
/// none makes a tensor. The destination comes first.
/// </summary>
/// <remarks>
/// Implementation note: libtorch takes some factors as scalars, others only as tensors. A scalar is a native object, so the last few are
/// kept. A factor of <see cref="Scale"/> is a tensor without dimensions on the CPU, because <c>mul_(Scalar)</c> makes such a tensor anew in
/// each call and takes four times as long (measured at 16 elements: 1.6 µs against 0.4 µs).
/// </remarks>
public sealed class TensorOperations : IDisposable
{
    /// <summary>A step needs fewer than twenty different factors; those of the last steps are seldom needed again.</summary>
    private const int MostScalars = 64;

    private readonly Dictionary<double, Scalar> _scalars = [];
    private readonly List<Tensor> _constants = [];
    private readonly ScalarType _dtype;
    private readonly Device _device;
    private readonly Tensor _one;
    private readonly Tensor _huge;

    internal TensorOperations(ScalarType dtype, Device device)
    {
        (_dtype, _device) = (dtype, device);
        _one = Constant(1);
        _huge = Constant(dtype == ScalarType.Float64 ? Math.ScaleB(1, 1023) : Math.ScaleB(1, 127));
    }

    /// <summary>How many operations have been done.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// A number to scale by, as a tensor without dimensions on the CPU, which GPU operations take too. Lives as long as this.
    /// </summary>
    public Tensor Constant(double value) => Keep(tensor(value, _dtype, CPU));

    /// <summary>A weight for <see cref="Average"/>, as a tensor without dimensions on the device itself. Lives as long as this.</summary>
    public Tensor Weight(double value) => Keep(tensor(value, _dtype, _device));

    /// <summary>Forgets the factors of past steps once there are too many; called between steps.</summary>
    internal void Trim()
    {
        if (_scalars.Count <= MostScalars)
            return;
        foreach (var scalar in _scalars.Values)
            scalar.Dispose();
        _scalars.Clear();
    }

    /// <summary>y ← 0.</summary>
    public void Zero(Tensor y) => Done(y.zero_());

    /// <summary>y ← x.</summary>
    public void Copy(Tensor y, Tensor x) => Done(y.copy_(x));

    /// <summary>y ← y + factor·x.</summary>
    public void Add(Tensor y, Tensor x, double factor = 1) => Done(y.add_(x, Of(factor)));

    /// <summary>y ← y + c.</summary>
    public void AddNumber(Tensor y, double c) => Done(y.add_(_one, Of(c)));

    /// <summary>y ← y + factor·(a·b).</summary>
    public void AddProduct(Tensor y, Tensor a, Tensor b, double factor) => Done(y.addcmul_(a, b, Of(factor)));

    /// <summary>y ← y + factor·a/b; libtorch multiplies first.</summary>
    public void AddQuotient(Tensor y, Tensor a, Tensor b, double factor) => Done(y.addcdiv_(a, b, Of(factor)));

    /// <summary>y ← y − x.</summary>
    public void Subtract(Tensor y, Tensor x) => Done(y.sub_(x));

    /// <summary>y ← y·x, where x is as long as y or a <see cref="Constant"/>.</summary>
    public void Scale(Tensor y, Tensor x) => Done(y.mul_(x));

    /// <summary>y ← y/x.</summary>
    public void Divide(Tensor y, Tensor x) => Done(y.div_(x));

    /// <summary>y ← y + weight·(x − y): the exponential moving average with 1 − weight = β.</summary>
    public void Average(Tensor y, Tensor x, Tensor weight) => Done(y.lerp_(x, weight));

    /// <summary>y ← max(y, x); NaN where either is.</summary>
    public void AtLeast(Tensor y, Tensor x) => Done(y.clamp_(min: x));

    /// <summary>y ← min(max(y, −t), t); NaN where y is.</summary>
    public void Clamp(Tensor y, double t) => Done(y.clamp_(Of(-t), Of(t)));

    /// <summary>y ← |y|.</summary>
    public void Magnitude(Tensor y) => Done(y.abs_());

    /// <summary>y ← sign(y), where sign(0) = 0 and sign(NaN) = NaN.</summary>
    /// <remarks>Implementation note: libtorch's own <c>sign</c> makes 0 of NaN, and a parameter whose gradient was NaN would stand still
    /// without a word. Twice the largest power of 2 lifts even the smallest number above 1.</remarks>
    public void Sign(Tensor y)
    {
        Done(y.mul_(_huge));
        Done(y.mul_(_huge));
        Done(y.clamp_(Of(-1), Of(1)));
    }

    /// <summary>y ← √y.</summary>
    public void Root(Tensor y) => Done(y.sqrt_());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scalar in _scalars.Values)
            scalar.Dispose();
        foreach (var constant in _constants)
            constant.Dispose();
        _scalars.Clear();
        _constants.Clear();
    }

    private Scalar Of(double factor)
    {
        // As libtorch does, but for factors that float32 cannot hold: it refuses them, and the CPU interpreter takes them as infinite.
        if (_dtype == ScalarType.Float32)
            factor = (float)factor;
        if (!_scalars.TryGetValue(factor, out var scalar))
            _scalars.Add(factor, scalar = factor);
        return scalar;
    }

    private Tensor Keep(Tensor constant)
    {
        _constants.Add(constant.DetachFromDisposeScope());
        return constant;
    }

    /// <summary>In-place operations return the tensor they were called on.</summary>
    private void Done(Tensor _) => Count++;
}
