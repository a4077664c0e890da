using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A stage at work on a mini-batch: its planes, and its convolution forward and backward.</summary>
/// <remarks>With x the output of the convolution, y = f(x · scale + shift) is what the pooling reads: scale and shift are those of the
/// normalization, or 1 and the bias. Gradients are those of the mean loss.</remarks>
internal sealed unsafe class StageRun : IDisposable
{
    private readonly float* _memory;

    /// <summary>A stage's memory.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="layout">The mini-batch.</param>
    /// <param name="isTraining">Whether gradients are computed, too.</param>
    /// <param name="threads">The threads that share its channels.</param>
    public StageRun(EngineStage stage, BlockLayout layout, bool isTraining, int threads)
    {
        (Stage, Layout) = (stage, layout);
        Input = new Planes(layout, stage.Inputs, stage.Height, stage.Width, isPadded: true);
        Output = new Planes(layout, stage.Outputs, stage.Height, stage.Width, isPadded: false);
        Gradient = isTraining ? new Planes(layout, stage.Outputs, stage.Height, stage.Width, isPadded: true) : null;
        nint row = Output.Row + Lanes.Count, ofThread = row + 3 * WeightGradientKernel.TileLength;
        var memory = _memory = Memory.Zeroed(threads * ofThread + 4 * stage.Outputs);
        Shares =
        [
            .. Enumerable.Range(0, threads).Select(part =>
            {
                var (first, end) = StageShare.Channels(part, threads, stage.Outputs, WeightGradient.Group(stage));
                return new StageShare(part, first, end, memory + part * ofThread, row);
            }),
        ];
        Scale = _memory + threads * ofThread;
        Shift = Scale + stage.Outputs;
        Mean = Shift + stage.Outputs;
        Inverse = Mean + stage.Outputs;
        if (isTraining)
            WeightGradient = new WeightGradient(this);
    }

    /// <summary>The stage as data.</summary>
    public EngineStage Stage { get; }

    /// <summary>The mini-batch.</summary>
    public BlockLayout Layout { get; }

    /// <summary>What the convolution reads.</summary>
    public Planes Input { get; }

    /// <summary>x: the convolution's output, without bias. Undefined behind the end of a row.</summary>
    public Planes Output { get; }

    /// <summary>The gradient by x; null where none is computed. Zero behind the end of a row.</summary>
    public Planes? Gradient { get; }

    /// <summary>Computes the gradient of the weights; null where none is computed.</summary>
    public WeightGradient? WeightGradient { get; }

    /// <summary>Who computes which channels of x.</summary>
    public ImmutableArray<StageShare> Shares { get; }

    /// <summary>What x is multiplied by, channel by channel.</summary>
    public float* Scale { get; }

    /// <summary>What is added to x · scale.</summary>
    public float* Shift { get; }

    /// <summary>The mini-batch's mean of x.</summary>
    public float* Mean { get; }

    /// <summary>1/√(variance + ε) of the mini-batch.</summary>
    public float* Inverse { get; }

    /// <summary>Elements of a row in a block.</summary>
    public int RowLength(int block) => Stage.Width * Layout.SizeOf(block);

    /// <summary>x from the input.</summary>
    /// <param name="share">The channels of x to compute.</param>
    /// <param name="parameters">θ.</param>
    public void Convolve(StageShare share, float* parameters) => Convolve(
        Input, Output, parameters + Stage.Weight.Offset, Stage.Inputs, share, Stage.Inputs * 9, 9, 1);

    /// <summary>The gradient by the input from that by x: the same sum with the taps from the last to the first.</summary>
    /// <param name="share">The channels of the input: a share of the stage before.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="inputGradient">Receives it.</param>
    public void ConvolveBack(StageShare share, float* parameters, Planes inputGradient) => Convolve(
        Gradient!, inputGradient, parameters + Stage.Weight.Offset, Stage.Outputs, share, 9, Stage.Inputs * 9, -1);

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Gradient?.Dispose();
        WeightGradient?.Dispose();
        Memory.Free(_memory);
    }

    private void Convolve(
        Planes source, Planes target, float* weights, int channels, StageShare outputs, nint weightOutput, nint weightInput, int direction)
    {
        var run = new ProductRun
        {
            SourceChannel = source.Channel,
            SourceRow = source.Row,
            Channels = channels,
            Taps = 3,
            TargetChannel = target.Channel,
            WeightOutput = weightOutput,
            WeightInput = weightInput,
            WeightTap = direction,
        };
        weights += outputs.First * weightOutput + (direction > 0 ? 0 : 8);
        for (var block = 0; block < Layout.Blocks; block++)
        {
            run.Shift = Layout.SizeOf(block);
            for (var y = 0; y < Stage.Height; y++)
            {
                int first = Math.Max(0, y - 1), rows = Math.Min(Stage.Height, y + 2) - first;
                ConvolutionKernel.Row(
                    run, source.At(block, 0) + first * source.Row - run.Shift,
                    weights + 3 * direction * (first - y + 1), rows,
                    target.At(block, outputs.First) + y * target.Row, outputs.Count, RowLength(block));
            }
        }
    }
}
