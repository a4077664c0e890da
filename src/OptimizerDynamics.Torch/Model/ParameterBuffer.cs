using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// A module's trainable parameters as one vector θ, and their gradients as one vector g: the module goes on using its parameters, which
/// have become windows on θ, and back-propagation adds into windows on g.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><b>Tied parameters</b> (one tensor under several names) are in θ once, under the first name; all uses add to one gradient.</item>
/// <item><b>Frozen parameters</b> (<c>requires_grad</c> false when the buffer is made) are left out, and nothing changes them.</item>
/// <item><b>Parameters that a loss does not reach</b> have gradient zero, not none: momentum and decay go on, as for any feature whose
/// gradient is silent. (PyTorch's optimizers skip a parameter whose gradient is none.)</item>
/// <item><b>Moves</b> (<c>module.to(…)</c>) make new tensors, of which the buffer knows nothing: move the module first, or use
/// <see cref="ModelOptimizer.MoveTo"/>.</item>
/// </list>
/// <para>Whatever breaks the connection between module and buffer (a move, a replaced parameter, <c>module.zero_grad()</c>, which
/// throws gradients away instead of zeroing them) is found by <see cref="Verify()"/>.</para>
/// </remarks>
public sealed class ParameterBuffer : IDisposable
{
    private const string Moved = "module.to makes new tensors, and so does module.load on a GPU";
    private const string Remedy =
        "Steps would no longer reach the module as it is: make the ModelOptimizer anew, or move the module with its MoveTo.";

    private readonly List<ModuleParameter> _parameters;
    private readonly nint _valueStorage;
    private readonly nint _gradientStorage;
    private int _nextToVerify;

    /// <summary>Makes a module's parameters windows on one vector. Their values stay, and so do gradients that are there.</summary>
    /// <param name="module">The module, on the device and of the type that it is to be trained on.</param>
    /// <param name="kindOf">Says what a parameter is for, from the module it belongs to directly and its name there; null for what
    /// <see cref="ModuleParameters.KindOf"/> knows. Needed for modules that have parameters of their own.</param>
    /// <exception cref="ArgumentException">The module has no trainable parameter; the kind of one is not known; they are of several types
    /// or on several devices, or neither float32 nor float64. The module is as it was.</exception>
    public ParameterBuffer(nn.Module module, Func<nn.Module, string, ParameterKinds?>? kindOf = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        NativeTorch.Load();
        _parameters = ModuleParameters.Of(module, kindOf);
        if (_parameters.Count == 0)
            throw new ArgumentException($"The module {module.GetName()} has no trainable parameter.", nameof(module));
        var first = _parameters[0];
        (ElementType, Device) = (first.Tensor.dtype, first.Tensor.device);
        if (ElementType is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"'{first.Name}' has elements of type {ElementType}: expected Float32 or Float64.", nameof(module));
        foreach (var parameter in _parameters)
        {
            if (parameter.Tensor.dtype != ElementType || parameter.Tensor.device.ToString() != Device.ToString())
            {
                throw new ArgumentException(
                    $"'{parameter.Name}' is {parameter.Tensor.dtype} on {parameter.Tensor.device}, '{first.Name}' {ElementType} on "
                        + $"{Device}: expected one type and one device.",
                    nameof(module));
            }
        }

        (Module, KindOf) = (module, kindOf);
        Layout = new ParameterLayout(_parameters.Select(parameter => (parameter.Name, parameter.Kind, ShapeOf(parameter.Tensor))));
        Values = zeros(Layout.Length, ElementType, Device).DetachFromDisposeScope();
        Gradients = zeros(Layout.Length, ElementType, Device).DetachFromDisposeScope();
        foreach (var (parameter, range) in _parameters.Zip(Layout.Ranges))
            Take(parameter.Tensor, range);
        (_valueStorage, _gradientStorage) = (TensorMemory.StorageOf(Values), TensorMemory.StorageOf(Gradients));
    }

    /// <summary>The module.</summary>
    public nn.Module Module { get; }

    /// <summary>The tensors that θ is made of; names are those of <c>named_parameters()</c>.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>θ: a contiguous vector, without gradient tracking. Writing to it writes to the module.</summary>
    public Tensor Values { get; }

    /// <summary>g: a contiguous vector, to which back-propagation adds.</summary>
    public Tensor Gradients { get; }

    /// <summary>float32 or float64.</summary>
    public ScalarType ElementType { get; }

    /// <summary>The device that holds θ and g.</summary>
    public Device Device { get; }

    internal Func<nn.Module, string, ParameterKinds?>? KindOf { get; }

    /// <summary>g ← 0, in one operation; call it before back-propagation, in place of the module's own <c>zero_grad()</c>.</summary>
    public void ZeroGradients() => Gradients.zero_();

    /// <summary>
    /// The first gradient element, in the order of θ, that is NaN or infinite; null when all are finite. On a GPU this waits for it.
    /// </summary>
    public NonFiniteGradient? FirstNonFiniteGradient()
    {
        using var scope = NewDisposeScope();
        var isLost = isfinite(Gradients).logical_not();
        if (!isLost.any().item<bool>())
            return null;
        var index = (int)isLost.to_type(ScalarType.Int32).argmax().item<long>();
        return new NonFiniteGradient(Layout.RangeAt(index), index, Gradients[index].to_type(ScalarType.Float64).item<double>());
    }

    /// <summary>
    /// Checks that every parameter of the module still is the window on θ, and its gradient the window on g, that it was made.
    /// </summary>
    /// <exception cref="InvalidOperationException">One is not; the message names it and says what to do.</exception>
    public void Verify()
    {
        for (var index = 0; index < _parameters.Count; index++)
            Verify(index);

        // What the module has now: a list's or dictionary's parameter can be replaced, or one unfrozen or added, without the old one
        // noticing.
        var now = ModuleParameters.Of(Module, KindOf);
        foreach (var (known, found) in _parameters.Zip(now))
        {
            if (!ReferenceEquals(known.Tensor, found.Tensor))
                throw Broken(known, $"is no longer where it was: the module has '{found.Name}' there");
        }

        if (now.Count != _parameters.Count)
            throw new InvalidOperationException($"The module has {now.Count} trainable parameters, and the vector {_parameters.Count}: one "
                + $"was added, removed or unfrozen since. {Remedy}");
    }

    /// <summary>Frees the two vectors' handles. The module keeps its parameters, which still share their memory.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }

    /// <summary>
    /// What is affordable in every step: whether any parameter has been disposed of, which costs no native call, and one
    /// parameter after the other in full. What befalls all of them (<c>module.to</c>, <c>module.zero_grad</c>, a second buffer of the same
    /// module) is found at once, what befalls one of n within n steps.
    /// </summary>
    internal void VerifyInTurn()
    {
        ObjectDisposedException.ThrowIf(Values.IsInvalid, this);
        foreach (var parameter in _parameters)
        {
            if (parameter.Tensor.IsInvalid)
                throw Broken(parameter, $"has been replaced or disposed of ({Moved})");
        }

        Verify(_nextToVerify);
        _nextToVerify = (_nextToVerify + 1) % _parameters.Count;
    }

    private static ImmutableArray<int> ShapeOf(Tensor tensor) => [.. tensor.shape.Select(size => checked((int)size))];

    /// <summary>Moves a parameter's value and gradient into the vectors, and the parameter onto them.</summary>
    private void Take(Parameter parameter, ParameterRange range)
    {
        using var withoutGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor Window(Tensor whole) => whole.narrow(0, range.Offset, range.Length).view(parameter.shape);
        var (value, gradient) = (Window(Values), Window(Gradients));
        value.copy_(parameter);
        if (parameter.grad is { } present)
            gradient.copy_(present);
        parameter.set_(value);
        parameter.grad = gradient;
    }

    private void Verify(int index)
    {
        var (parameter, range) = (_parameters[index], Layout.Ranges[index]);
        if (parameter.Tensor.IsInvalid)
            throw Broken(parameter, $"has been replaced or disposed of ({Moved})");
        if (parameter.Tensor.dtype != ElementType || !IsWindow(parameter.Tensor, range, _valueStorage))
            throw Broken(parameter, $"is no longer a window on the parameter vector ({Moved})");
        if (!parameter.Tensor.requires_grad)
            throw Broken(parameter, "has been frozen since, while the optimizer would go on decaying it");
        using var gradient = parameter.Tensor.grad;
        if (gradient is null || gradient.dtype != ElementType || !IsWindow(gradient, range, _gradientStorage))
            throw Broken(
                parameter,
                "has a gradient that is no longer a window on the gradient vector (module.zero_grad throws gradients away: use "
                    + "ZeroGradients)");
    }

    private static bool IsWindow(Tensor tensor, ParameterRange range, nint storage) =>
        tensor.storage_offset() == range.Offset && tensor.numel() == range.Length && TensorMemory.StorageOf(tensor) == storage;

    private static InvalidOperationException Broken(ModuleParameter parameter, string what) =>
        new($"The parameter '{parameter.Name}' {what}. {Remedy}");
}
