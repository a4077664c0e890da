using System.Runtime.CompilerServices;

namespace OptimizerDynamics.Networks;

/// <summary>A convolution with what follows it up to the next one, all of which the engine computes in one pass over the planes:
/// normalization or bias, activation, pooling.</summary>
internal sealed record EngineStage
{
    /// <summary>The index of the convolution in the graph.</summary>
    public required int Convolution { get; init; }

    /// <summary>Channels that it reads, and channels (features) of its output.</summary>
    public required int Inputs { get; init; }

    /// <inheritdoc cref="Inputs"/>
    public required int Outputs { get; init; }

    /// <summary>Rows and columns of its planes, before pooling.</summary>
    public required int Height { get; init; }

    /// <inheritdoc cref="Height"/>
    public required int Width { get; init; }

    /// <summary>The range of its weights in θ.</summary>
    public required ParameterRange Weight { get; init; }

    /// <summary>The range of its bias in θ; null without one.</summary>
    public ParameterRange? Bias { get; init; }

    /// <summary>
    /// The normalization behind it, by its ranges: γ and β in θ, mean and variance in the running statistics; null without one.
    /// </summary>
    public (ParameterRange Scale, ParameterRange Shift, ParameterRange Mean, ParameterRange Variance)? Normalization { get; init; }

    /// <summary>The slope below 0 of the activation; null without one.</summary>
    public float? NegativeSlope { get; init; }

    /// <summary>How its planes get smaller behind the activation.</summary>
    public EnginePooling Pooling { get; init; }

    /// <summary>The window of <see cref="EnginePooling.Max"/>.</summary>
    public Window Window { get; init; }

    /// <summary>Rows of its output, behind the pooling; 1 behind a global one.</summary>
    public int OutputHeight => OutputOf(Height);

    /// <summary>Columns of its output, behind the pooling; 1 behind a global one.</summary>
    public int OutputWidth => OutputOf(Width);

    /// <summary>Whether its output is a vector.</summary>
    public bool IsLast => Pooling is EnginePooling.GlobalMax or EnginePooling.GlobalMean;

    /// <summary>Whether each element of the planes belongs to exactly one window.</summary>
    public bool HasExactWindows => Pooling == EnginePooling.GlobalMax
        || (Window.Kernel == Window.Stride && Window.Padding == 0 && Height % Window.Kernel == 0 && Width % Window.Kernel == 0);

    /// <summary>The rows of a row of windows, without padding: the first, and the one behind the last.</summary>
    /// <param name="output">The row of the output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int First, int End) RowsOf(int output) => RangeOf(output, Height);

    /// <summary>The columns of a column of windows, without padding: the first, and the one behind the last.</summary>
    /// <param name="output">The column of the output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int First, int End) ColumnsOf(int output) => RangeOf(output, Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int First, int End) RangeOf(int output, int side)
    {
        if (Pooling == EnginePooling.GlobalMax)
            return (0, side);
        var first = output * Window.Stride - Window.Padding;
        return (Math.Max(0, first), Math.Min(side, first + Window.Kernel));
    }

    private int OutputOf(int side) => Pooling switch
    {
        EnginePooling.None => side,
        EnginePooling.Max => Window.OutputSide(side),
        _ => 1,
    };
}

/// <summary>How planes get smaller.</summary>
internal enum EnginePooling
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>The largest value of each window.</summary>
    Max,

    /// <summary>The largest value of each plane.</summary>
    GlobalMax,

    /// <summary>The mean of each plane.</summary>
    GlobalMean,
}

/// <summary>A step on vectors, behind the global pooling: a linear layer, or an activation.</summary>
/// <param name="Inputs">Elements of the vector that it reads.</param>
/// <param name="Outputs">Elements of the vector that it makes.</param>
/// <param name="Weight">The weights of a linear layer in θ; null for an activation.</param>
/// <param name="Bias">The bias of a linear layer.</param>
/// <param name="NegativeSlope">The slope of an activation below 0.</param>
internal sealed record EngineVectorStep(int Inputs, int Outputs, ParameterRange? Weight, ParameterRange? Bias, float NegativeSlope);
