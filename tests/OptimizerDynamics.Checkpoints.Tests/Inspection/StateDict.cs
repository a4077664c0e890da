namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Makes state dicts in memory, as a framework names and shapes its tensors.</summary>
internal sealed class StateDict
{
    private readonly List<NamedTensor> _tensors = [];

    /// <summary>A tensor; where no values are given, of different values that are not small.</summary>
    public StateDict Tensor(string name, long[] shape, params double[] values)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        double[] filled = values.Length == 0 ? [.. Enumerable.Range(0, (int)count).Select(i => 0.5 + i % 7 * 0.1)]
            : values.Length == 1 ? [.. Enumerable.Repeat(values[0], (int)count)] : values;
        _tensors.Add(new NamedTensor(name, TensorData.Of(shape, filled)));
        return this;
    }

    /// <summary>A convolution of PyTorch's, without a bias.</summary>
    public StateDict Conv(string name, long filters, long inputs, long kernel = 3) =>
        Tensor($"{name}.weight", [filters, inputs, kernel, kernel]);

    /// <summary>A batch normalization of PyTorch's.</summary>
    public StateDict Bn(string name, long features, double[]? scale = null, double[]? shift = null) =>
        Norm(name, features, scale, shift).Tensor($"{name}.running_mean", [features]).Tensor($"{name}.running_var", [features])
            .Tensor($"{name}.num_batches_tracked", [], 7);

    /// <summary>A weight and a bias for each feature.</summary>
    public StateDict Norm(string name, long features, double[]? scale = null, double[]? shift = null) =>
        Tensor($"{name}.weight", [features], scale ?? []).Tensor($"{name}.bias", [features], shift ?? []);

    /// <summary>The same tensors by ascending name, as safetensors keeps them.</summary>
    public StateDict Sorted()
    {
        var sorted = new StateDict();
        sorted._tensors.AddRange(_tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal));
        return sorted;
    }

    /// <summary>A checkpoint with these tensors.</summary>
    public CheckpointContent Content(string format = "pytorch-zip", CheckpointValue? root = null) => new(format, null, _tensors, root, []);

    /// <summary>What is read of it.</summary>
    public CheckpointReading Read(string format = "pytorch-zip", CheckpointValue? root = null) =>
        CheckpointReading.Of(Content(format, root));

    /// <summary>The convolution of each layer by its name, as <c>bn1:conv1</c>, or <c>bn1:-</c> where there is none.</summary>
    public string[] Pairs(string format = "pytorch-zip") =>
        [.. Read(format).Layers.Select(layer => $"{layer.Layer.Name}:{layer.Layer.Convolution?.Name ?? "-"}")];

    /// <summary>The kind of each layer by its name, as <c>bn1:batchnorm</c>.</summary>
    public string[] Kinds() => [.. Read().Layers.Select(layer => $"{layer.Layer.Name}:{layer.Layer.Kind.Name()}")];
}
