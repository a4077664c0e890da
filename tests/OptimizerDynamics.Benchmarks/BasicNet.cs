using System.Collections.Immutable;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The parameters of the paper's BasicNet: seven 3×3 convolutions with batch normalization, then two linear layers.</summary>
internal static class BasicNet
{
    private static readonly int[] Features = [64, 128, 128, 256, 256, 512, 512];

    /// <summary>Its layout for RGB images and 10 classes.</summary>
    /// <param name="divisor">What the number of features of each layer is divided by: 8 for a width of 1/8.</param>
    public static ParameterLayout Layout(int divisor)
    {
        var tensors = new List<(string, ParameterKinds, ImmutableArray<int>)>();
        var inputs = 3;
        for (var layer = 0; layer < Features.Length; layer++)
        {
            var features = Features[layer] / divisor;
            tensors.Add(($"C{layer + 1}.weight", ParameterKinds.Weight, [features, inputs, 3, 3]));
            tensors.Add(($"C{layer + 1}.scale", ParameterKinds.NormScale, [features]));
            tensors.Add(($"C{layer + 1}.shift", ParameterKinds.NormShift, [features]));
            inputs = features;
        }

        foreach (var (name, outputs) in new[] { ("fc1", inputs), ("fc2", 10) })
        {
            tensors.Add(($"{name}.weight", ParameterKinds.Weight, [outputs, inputs]));
            tensors.Add(($"{name}.bias", ParameterKinds.Bias, [outputs]));
        }

        return new ParameterLayout(tensors);
    }
}
