namespace OptimizerDynamics.Checkpoints;

/// <summary>Tensors and parameters, which PyTorch writes as calls of functions of its own (<c>torch/_utils.py</c>).</summary>
/// <param name="file">The file.</param>
internal sealed class TensorCalls(SourceFile file)
{
    private const string Parameter = "torch.nn.parameter.Parameter";

    /// <summary>Whether a name is one of them, a storage's class or a type of elements.</summary>
    /// <param name="name">The qualified name.</param>
    public static bool Know(string name) => name is "torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2"
        or "torch._utils._rebuild_tensor_v3" or "torch._utils._rebuild_qtensor"
        or "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state" or Parameter
        or "torch._tensor._rebuild_from_type" or "torch._tensor._rebuild_from_type_v2"
        or "torch.tensor._rebuild_from_type" or "torch.tensor._rebuild_from_type_v2"
        || StorageTypes.OfStorage(name) is not null || StorageTypes.OfType(name) is not null;

    /// <summary>What a call stands for.</summary>
    /// <param name="name">The function's qualified name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The tensor; null where the arguments are not those of the function.</returns>
    /// <exception cref="CheckpointFileException">The tensor is not within its storage.</exception>
    public CheckpointValue? Call(string name, IReadOnlyList<CheckpointValue> arguments) => name[(name.LastIndexOf('.') + 1)..] switch
    {
        "_rebuild_tensor" or "_rebuild_tensor_v2" => Tensor(arguments, null),
        "_rebuild_qtensor" => arguments is [PickledStorage storage, ..]
            ? Tensor(arguments, storage.Format with { Type = ElementType.Other })
            : null,
        "_rebuild_tensor_v3" => arguments is [_, _, _, _, _, _, PickledGlobal type, ..] && StorageTypes.OfType(type.Name) is { } format
            ? Tensor(arguments, format)
            : null,
        "_rebuild_parameter" or "_rebuild_parameter_with_state" or "Parameter" =>
            arguments is [var data, ..] && data is CheckpointValue.Tensor or CheckpointValue.Opaque ? data : null,
        "_rebuild_from_type" or "_rebuild_from_type_v2" =>
            arguments is [PickledGlobal function, _, CheckpointValue.Sequence inner, ..] ? OfType(function.Name, inner.Items) : null,
        _ => null,
    };

    /// <summary>
    /// A subclass of tensors, by the call that makes its tensor. (That call cannot be of this kind again: there is no end to that.)
    /// </summary>
    private CheckpointValue? OfType(string function, IReadOnlyList<CheckpointValue> arguments) =>
        Know(function) && !function.Contains("_rebuild_from_type", StringComparison.Ordinal) ? Call(function, arguments) : null;

    private CheckpointValue.Tensor? Tensor(IReadOnlyList<CheckpointValue> arguments, ElementFormat? type)
    {
        if (arguments is not [PickledStorage storage, CheckpointValue.WholeNumber offset, CheckpointValue.Sequence shape,
            CheckpointValue.Sequence strides, ..])
            return null;
        var format = type ?? storage.Format;
        if (Numbers(shape.Items) is not { } sizes || Numbers(strides.Items) is not { } steps || offset.Value < 0)
            return null;
        var before = storage.First * storage.Format.Bytes;
        if (before % format.Bytes != 0)
            return null;
        var layout = TensorLayout.Of(file, sizes, steps, offset.Value, storage.Count * storage.Format.Bytes / format.Bytes);
        return new CheckpointValue.Tensor(new StoredTensor(storage.Bytes, before, format, layout));
    }

    private static long[]? Numbers(IReadOnlyList<CheckpointValue> items)
    {
        const int More = 65; // than a tensor has dimensions
        var numbers = items.Take(More).OfType<CheckpointValue.WholeNumber>().Select(number => number.Value).ToArray();
        return numbers.Length == Math.Min(items.Count, More) ? numbers : null;
    }
}
