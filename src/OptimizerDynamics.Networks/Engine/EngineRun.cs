using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A network at work on mini-batches of one size: forward, backward, and what its features put out.</summary>
internal sealed unsafe class EngineRun : IDisposable
{
    private readonly EnginePlan _plan;
    private readonly BlockLayout _layout;
    private readonly float[] _numbers;
    private readonly ImmutableArray<VectorStepRun> _steps;
    private readonly Planes _logits;
    private readonly Planes? _logitsGradient;
    private readonly EngineTeam _team;
    private readonly ImmutableArray<Action<int>> _forward, _back;
    private float* _parameters, _statistics, _gradients;
    private bool _isTraining;

    /// <summary>A network's memory.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="normalization">Makes numbers of the images' bytes.</param>
    /// <param name="images">Images of a mini-batch.</param>
    /// <param name="isTraining">Whether gradients are computed, too.</param>
    /// <param name="team">Who computes.</param>
    public EngineRun(EnginePlan plan, ChannelNormalization normalization, int images, bool isTraining, EngineTeam team)
    {
        (_plan, _layout, _team) = (plan, new BlockLayout(images), team);
        _numbers = normalization.Table<float>();
        Stages = [.. plan.Stages.Select(stage => new StageRun(stage, _layout, isTraining, team.Threads))];
        _steps = [.. plan.VectorSteps.Select(step => new VectorStepRun(step, _layout, isTraining))];
        _logits = new Planes(_layout, plan.Graph.Classes, 1, 1, isPadded: false);
        _forward = [.. Enumerable.Range(0, Stages.Length).Select(i => (Action<int>)(part => ForwardStage(i, part)))];
        _back = [.. Enumerable.Range(0, Stages.Length).Select(i => (Action<int>)(part => BackStage(i, part)))];
        if (!isTraining)
            return;
        _logitsGradient = new Planes(_layout, plan.Graph.Classes, 1, 1, isPadded: false);
        InputGradients =
        [
            .. plan.Stages.Select(stage => new Planes(_layout, stage.Outputs, GradientHeight(stage), GradientWidth(stage), false)),
        ];
    }

    /// <summary>The stages at work.</summary>
    public ImmutableArray<StageRun> Stages { get; }

    /// <summary>Behind each stage but the last the gradient by its output; where its planes are averaged, memory of their size.</summary>
    public ImmutableArray<Planes> InputGradients { get; } = [];

    /// <summary>Images of a mini-batch.</summary>
    public int Images => _layout.Images;

    /// <summary>Writes images into the first stage's layout.</summary>
    /// <param name="pixels">The images, in the layout of <see cref="IImageSource"/>.</param>
    public void LoadImages(ReadOnlySpan<byte> pixels)
    {
        var (height, width) = _plan.Image;
        var (channels, input) = (_plan.Graph.Channels, Stages[0].Input);
        fixed (byte* first = pixels)
        {
            fixed (float* numbers = _numbers)
            {
                for (var block = 0; block < _layout.Blocks; block++)
                {
                    var images = _layout.SizeOf(block);
                    for (var c = 0; c < channels; c++)
                    {
                        var table = numbers + 256 * c;
                        for (var image = 0; image < images; image++)
                        {
                            var from = first + (nint)((_layout.FirstOf(block) + image) * channels + c) * height * width;
                            var to = input.At(block, c) + image;
                            for (var y = 0; y < height; y++, to += input.Row)
                            {
                                for (var x = 0; x < width; x++)
                                    to[x * images] = table[*from++];
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>Computes the logits of the images loaded.</summary>
    /// <param name="parameters">θ.</param>
    /// <param name="statistics">The running statistics: read in evaluation mode, and moved on in training mode.</param>
    /// <param name="isTraining">Whether it normalizes by the mini-batch.</param>
    public void Forward(float* parameters, float* statistics, bool isTraining)
    {
        _parameters = parameters;
        _statistics = statistics;
        _isTraining = isTraining;
        foreach (var stage in _forward)
            _team.Run(stage);
        ForwardSteps(parameters);
    }

    /// <summary>The sum of the cross-entropies of the images, in nats.</summary>
    /// <param name="labels">The class of each.</param>
    /// <param name="withGradient">Whether the gradient of their mean by the logits is computed, too.</param>
    public double Loss(ReadOnlySpan<int> labels, bool withGradient) =>
        CrossEntropyPass.Sum(_layout, _logits, _plan.Graph.Classes, labels, withGradient ? _logitsGradient : null);

    /// <summary>Computes the gradients by θ, after <see cref="Loss"/>.</summary>
    /// <param name="parameters">θ.</param>
    /// <param name="gradients">Receives them.</param>
    public void Back(float* parameters, float* gradients)
    {
        BackSteps(parameters, gradients);
        _parameters = parameters;
        _gradients = gradients;
        for (var i = _back.Length - 1; i >= 0; i--)
            _team.Run(_back[i]);
    }

    /// <summary>A part of a stage, forward: all that follows in its channels up to the input of the next stage.</summary>
    private void ForwardStage(int stage, int part)
    {
        var run = Stages[stage];
        var share = run.Shares[part];
        run.Convolve(share, _parameters);
        if (_isTraining)
        {
            NormalizationPass.SetByMiniBatch(run, share, _parameters, _statistics);
            run.WeightGradient!.CopyInput(part, _team.Threads);
        }
        else
        {
            NormalizationPass.SetByStatistics(run, share, _parameters, _statistics);
        }

        EnginePass.Forward(run, share, InputBehind(stage));
    }

    /// <summary>A part of the way back: from the gradient by x of the stage behind, all of which is there, to that of this stage.</summary>
    private void BackStage(int stage, int part)
    {
        var run = Stages[stage];
        var share = run.Shares[part];
        if (stage + 1 < Stages.Length)
            Stages[stage + 1].ConvolveBack(share, _parameters, InputGradients[stage]);
        EnginePass.Back(run, share, InputBehind(stage), GradientBehind(stage), InputGradients[stage], _gradients);
        run.WeightGradient!.Compute(share, _gradients + run.Stage.Weight.Offset);
    }

    /// <summary>The part of <see cref="Forward"/> on vectors.</summary>
    internal void ForwardSteps(float* parameters)
    {
        for (var i = 0; i < _steps.Length; i++)
            _steps[i].Forward(parameters, InputOfStep(i + 1));
    }

    /// <summary>The part of <see cref="Back"/> on vectors.</summary>
    internal void BackSteps(float* parameters, float* gradients)
    {
        for (var i = _steps.Length - 1; i >= 0; i--)
            _steps[i].Back(parameters, i + 1 < _steps.Length ? _steps[i + 1].InputGradient! : _logitsGradient!, gradients);
    }

    /// <summary>What receives the output of a stage.</summary>
    internal Planes InputBehind(int stage) => stage + 1 < Stages.Length ? Stages[stage + 1].Input : InputOfStep(0);

    /// <summary>The gradient by the output of a stage.</summary>
    internal Planes GradientBehind(int stage) => stage + 1 < Stages.Length ? InputGradients[stage]
        : _steps is [var first, ..] ? first.InputGradient! : _logitsGradient!;

    /// <summary>Writes the logits, [images, classes].</summary>
    public void ReadLogits(Span<float> logits)
    {
        var classes = _plan.Graph.Classes;
        for (var block = 0; block < _layout.Blocks; block++)
        {
            for (var image = 0; image < _layout.SizeOf(block); image++)
            {
                for (var k = 0; k < classes; k++)
                    logits[(_layout.FirstOf(block) + image) * classes + k] = _logits.At(block, k)[image];
            }
        }
    }

    /// <summary>Writes what each feature puts out behind its activation, after <see cref="Forward"/>.</summary>
    /// <param name="largest">Receives the largest magnitude over the plane, [images, features].</param>
    /// <param name="means">Receives the mean over the plane; empty where it is not wanted.</param>
    public void Observe(Span<float> largest, Span<float> means)
    {
        var layers = _plan.Graph.FeatureLayers;
        var (features, first) = (layers.Sum(layer => layer.Features), 0);
        foreach (var layer in layers)
        {
            ObservationPass.Run(Stages.First(run => run.Stage.Convolution == layer.Convolution), first, features, largest, means);
            first += layer.Features;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in (IEnumerable<IDisposable?>)[.. Stages, .. _steps, _logits, _logitsGradient, .. InputGradients])
            part?.Dispose();
    }

    private Planes InputOfStep(int step) => step < _steps.Length ? _steps[step].Input : _logits;

    private static int GradientHeight(EngineStage stage) => stage.Pooling == EnginePooling.GlobalMean ? stage.Height : stage.OutputHeight;

    private static int GradientWidth(EngineStage stage) => stage.Pooling == EnginePooling.GlobalMean ? stage.Width : stage.OutputWidth;
}
