using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>CIFAR-100, with its hundred fine classes.</summary>
public sealed class Cifar100 : CifarBased
{
    private const long TestSize = 30_740_000, TrainingSize = 153_700_000;

    /// <inheritdoc/>
    public override string Name => "cifar-100";

    /// <inheritdoc/>
    public override string Title => "CIFAR-100";

    /// <inheritdoc/>
    public override DataArchive? Archive { get; } = new(
        "cifar-100", new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"), 168_513_733,
        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", "cifar-100-binary");

    /// <inheritdoc/>
    public override string? PublishedFingerprint => DataFingerprint.OfHashes(
        ("test.bin", TestSize, "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a"),
        ("train.bin", TrainingSize, "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29"));

    /// <inheritdoc/>
    protected override ImmutableArray<(string Name, long Size)> Files { get; } = [("train.bin", TrainingSize), ("test.bin", TestSize)];

    /// <inheritdoc/>
    protected override (ImageSet Training, ImageSet Test) Read(string folder) => Cifar.Read100(folder);
}
