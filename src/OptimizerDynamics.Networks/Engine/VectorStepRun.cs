using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>A linear layer or an activation at work on the vectors of a mini-batch: planes of one pixel.</summary>
internal sealed unsafe class VectorStepRun : IDisposable
{
    private readonly BlockLayout _layout;
    private readonly nint _inputs, _outputs;
    private readonly float* _memory, _transposedInput, _transposedGradient, _sums;

    /// <summary>A step's memory.</summary>
    /// <param name="step">The step.</param>
    /// <param name="layout">The mini-batch.</param>
    /// <param name="isTraining">Whether gradients are computed, too.</param>
    public VectorStepRun(EngineVectorStep step, BlockLayout layout, bool isTraining)
    {
        (Step, _layout) = (step, layout);
        Input = new Planes(layout, step.Inputs, 1, 1, isPadded: false);
        InputGradient = isTraining ? new Planes(layout, step.Inputs, 1, 1, isPadded: false) : null;
        if (!isTraining || step.Weight is null)
            return;
        (_inputs, _outputs) = (OuterProductKernel.RoundUpInputs(step.Inputs), OuterProductKernel.RoundUpOutputs(step.Outputs));
        _memory = Memory.Zeroed(layout.BlockSize * (_inputs + _outputs) + _inputs * _outputs);
        _transposedInput = _memory;
        _transposedGradient = _transposedInput + layout.BlockSize * _inputs;
        _sums = _transposedGradient + layout.BlockSize * _outputs;
    }

    /// <summary>The step: a linear layer or an activation.</summary>
    public EngineVectorStep Step { get; }

    /// <summary>The vectors that it reads; zeros behind the images of a block.</summary>
    public Planes Input { get; }

    /// <summary>The gradient by the vectors that it reads, zeros behind the images of a block; null where none is computed.</summary>
    public Planes? InputGradient { get; }

    /// <summary>Computes the output.</summary>
    /// <param name="parameters">θ.</param>
    /// <param name="output">Receives it.</param>
    public void Forward(float* parameters, Planes output)
    {
        if (Step.Weight is { } weight)
            Multiply(parameters + weight.Offset, Step.Inputs, 1, Input, output, Step.Inputs, Step.Outputs);
        for (var block = 0; block < _layout.Blocks; block++)
        {
            var images = _layout.SizeOf(block);
            for (var c = 0; c < Step.Outputs; c++)
            {
                float* from = (Step.Weight is null ? Input : output).At(block, c), to = output.At(block, c);
                var bias = Vector512.Create(Step.Bias is { } range ? parameters[range.Offset + c] : 0);
                for (var v = 0; v < images; v += Lanes.Count)
                {
                    var z = Vector512.Load(from + v);
                    ((Step.Weight is null ? Apply(z) : z + bias) & Lanes.First(images - v)).Store(to + v);
                }
            }
        }
    }

    /// <summary>Computes the gradient by the input, and those of the weights and the bias.</summary>
    /// <param name="parameters">θ.</param>
    /// <param name="outputGradient">The gradient by the output; zeros behind the images of a block.</param>
    /// <param name="gradients">Receives the gradients by θ.</param>
    public void Back(float* parameters, Planes outputGradient, float* gradients)
    {
        if (Step is { Weight: { } weight, Bias: { } bias })
        {
            Multiply(parameters + weight.Offset, 1, Step.Inputs, outputGradient, InputGradient!, Step.Outputs, Step.Inputs);
            AddOuterProducts(outputGradient, gradients + weight.Offset);
            for (var c = 0; c < Step.Outputs; c++)
                gradients[bias.Offset + c] = Sum(outputGradient, c);
            return;
        }

        for (var block = 0; block < _layout.Blocks; block++)
        {
            for (var c = 0; c < Step.Outputs; c++)
            {
                float* z = Input.At(block, c), g = outputGradient.At(block, c), to = InputGradient!.At(block, c);
                for (var v = 0; v < _layout.SizeOf(block); v += Lanes.Count)
                    Back(Vector512.Load(z + v), Vector512.Load(g + v)).Store(to + v);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        InputGradient?.Dispose();
        Memory.Free(_memory);
    }

    private Vector512<float> Apply(Vector512<float> z) => Step.NegativeSlope == 0
        ? Relu.Apply(z, default) : LeakyRelu.Apply(z, Vector512.Create(Step.NegativeSlope));

    private Vector512<float> Back(Vector512<float> z, Vector512<float> gradient) => Step.NegativeSlope == 0
        ? Relu.Back(z, gradient, default) : LeakyRelu.Back(z, gradient, Vector512.Create(Step.NegativeSlope));

    private void Multiply(float* weights, nint weightOutput, nint weightInput, Planes source, Planes target, int channels, int outputs)
    {
        var run = new ProductRun
        {
            SourceChannel = source.Channel,
            Channels = channels,
            Taps = 1,
            TargetChannel = target.Channel,
            WeightOutput = weightOutput,
            WeightInput = weightInput,
            WeightTap = 1,
        };
        for (var block = 0; block < _layout.Blocks; block++)
            ConvolutionKernel.Row(run, source.At(block, 0), weights, 1, target.At(block, 0), outputs, _layout.SizeOf(block));
    }

    /// <summary>Sums the outer products of the output's gradient and the input, over images.</summary>
    private void AddOuterProducts(Planes outputGradient, float* gradient)
    {
        new Span<float>(_sums, checked((int)(_outputs * _inputs))).Clear();
        var run = new OuterRun { Outputs = _outputs, Count = (int)_outputs, Inputs = _inputs, Rows = 1, Columns = 1 };
        for (var block = 0; block < _layout.Blocks; block++)
        {
            run.Images = _layout.SizeOf(block);
            outputGradient.Transpose(block, (0, Step.Outputs), (0, 1), run.Images, _transposedGradient, _outputs);
            Input.Transpose(block, (0, Step.Inputs), (0, 1), run.Images, _transposedInput, _inputs);
            OuterProductKernel.Add(run, _transposedGradient, _transposedInput, _sums);
        }

        for (var output = 0; output < Step.Outputs; output++)
            new Span<float>(_sums + output * _inputs, Step.Inputs)
                .CopyTo(new Span<float>(gradient + (nint)output * Step.Inputs, Step.Inputs));
    }

    private float Sum(Planes planes, int channel)
    {
        var sum = Vector512<float>.Zero;
        for (var block = 0; block < _layout.Blocks; block++)
        {
            for (var v = 0; v < _layout.SizeOf(block); v += Lanes.Count)
                sum += Vector512.Load(planes.At(block, channel) + v);
        }

        return Lanes.Sum(sum);
    }
}
