using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Benchmarks;

/// <summary>The question that a case of the engine's benchmark answers.</summary>
internal enum EngineQuestion
{
    /// <summary>From which width on libtorch is the faster.</summary>
    Width,

    /// <summary>Whether the time per image has a cliff between sizes of the mini-batch.</summary>
    Batch,

    /// <summary>Whether the time per pixel has a cliff between sizes of the image.</summary>
    Size,

    /// <summary>How long a training of the paper's length takes.</summary>
    Paper,
}

/// <summary>A network and what it is trained with: one input channel, ten classes, Adam with L2.</summary>
/// <param name="Question">The question that it answers.</param>
/// <param name="Network">The architecture's name.</param>
/// <param name="Denominator">The width is one over this.</param>
/// <param name="Size">Rows and columns of an image.</param>
/// <param name="Batch">Images of a mini-batch.</param>
internal sealed record EngineCase(EngineQuestion Question, string Network, int Denominator, int Size, int Batch)
{
    /// <summary>Mini-batches that are compared with their neighbours.</summary>
    public static readonly IReadOnlyList<int> Batches = [10, 20, 40, 80, 160];

    /// <summary>Sizes of images that are compared with their neighbours.</summary>
    public static readonly IReadOnlyList<int> Sizes = [14, 16, 28, 32];

    private static readonly int[] _smallWidths = [16, 8, 4];

    /// <summary>All cases, in the order in which they are measured.</summary>
    public static IReadOnlyList<EngineCase> All { get; } =
    [
        .. new[] { 16, 8, 4, 2, 1 }.Select(denominator => BasicNet(EngineQuestion.Width, denominator, 16, 20)),
        BasicNet(EngineQuestion.Width, 4, 32, 40),
        BasicNet(EngineQuestion.Width, 2, 32, 40),
        new(EngineQuestion.Width, Architectures.Vgg11.Name, 8, 32, 40),
        new(EngineQuestion.Width, Architectures.Vgg11.Name, 4, 32, 40),
        .. _smallWidths.SelectMany(denominator => Batches.Select(batch => BasicNet(EngineQuestion.Batch, denominator, 16, batch))),
        .. _smallWidths.SelectMany(denominator => Sizes.Select(size => BasicNet(EngineQuestion.Size, denominator, size, 20))),
        BasicNet(EngineQuestion.Paper, 8, 14, 40),
    ];

    /// <summary>Whether libtorch takes its turns, too.</summary>
    public bool IsComparison => Question == EngineQuestion.Width;

    /// <summary>The width as tables write it.</summary>
    public string Width => Denominator == 1 ? "1" : $"1/{Denominator}";

    /// <summary>The network.</summary>
    public NetworkGraph Build() => Architectures.All.Single(architecture => architecture.Name == Network).Build(1.0 / Denominator, 1, 10);

    private static EngineCase BasicNet(EngineQuestion question, int denominator, int size, int batch) =>
        new(question, Architectures.BasicNet.Name, denominator, size, batch);
}
