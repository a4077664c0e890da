using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>CIFAR-10: ten classes.</summary>
public sealed class Cifar10 : CifarBased
{
    /// <inheritdoc/>
    public override string Name => "cifar-10";

    /// <inheritdoc/>
    public override string Title => "CIFAR-10";

    /// <inheritdoc/>
    public override DataArchive? Archive { get; } = new(
        "cifar-10", new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), 170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "cifar-10-batches-bin");

    /// <inheritdoc/>
    protected override ImmutableArray<(string Name, long Size)> Files { get; } =
        [.. Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin").Append("test_batch.bin").Select(name => (name, 30_730_000L))];

    /// <inheritdoc/>
    protected override (ImageSet Training, ImageSet Test) Read(string folder) => Cifar.Read10(folder);
}
