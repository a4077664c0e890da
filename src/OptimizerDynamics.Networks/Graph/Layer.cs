using System.Collections.Immutable;

namespace OptimizerDynamics.Networks;

/// <summary>A layer of a <see cref="NetworkGraph"/>: an operation on the outputs of earlier layers.</summary>
/// <remarks>The kinds are those of this file, and a backend computes each of them. The output of a layer is planes, [batch, channels, side,
/// side], or behind a global pooling vectors, [batch, channels].</remarks>
public abstract record Layer
{
    private protected Layer(string name, ImmutableArray<int> inputs) => (Name, Inputs) = (name, inputs);

    /// <summary>Its name, unique within a graph; the names of its parameters begin with it (
    /// <see cref="NetworkGraph.Parameters"/>).</summary>
    public string Name { get; }

    /// <summary>The indices of the layers that it reads, all below its own; <see cref="NetworkGraph.Image"/> for the image.</summary>
    public ImmutableArray<int> Inputs { get; }

    /// <summary>The first of <see cref="Inputs"/>: the only one, but for an addition.</summary>
    public int Input => Inputs[0];

    /// <summary>Equal when the kind, the name, the inputs and all settings are.</summary>
    /// <param name="other">The layer to compare with.</param>
    public virtual bool Equals(Layer? other) =>
        other is not null && EqualityContract == other.EqualityContract && Name == other.Name && Inputs.SequenceEqual(other.Inputs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Name, Inputs.Length);
}

/// <summary>A convolution with square windows: planes to planes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
/// <param name="Features">The number of filters, at least 1.</param>
/// <param name="Window">Kernel, stride and padding (with zeros).</param>
/// <param name="HasBias">Whether each filter has a bias.</param>
public sealed record Convolution(string Name, int Input, int Features, Window Window, bool HasBias) : Layer(Name, [Input]);

/// <summary>Batch normalization of planes: γ (x − μ)/√(σ² + ε) + β, channel by channel (Ioffe and Szegedy 2015).</summary>
/// <remarks>μ and σ² are the mean and variance over the mini-batch and the plane in training, and the running ones in evaluation.</remarks>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
public sealed record Normalization(string Name, int Input) : Layer(Name, [Input])
{
    /// <summary>ε, which is added to the variance.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>The share of a mini-batch's mean and (unbiased) variance in the new running mean and variance.</summary>
    public const double Momentum = 0.1;
}

/// <summary>ReLU or leaky ReLU: x where x &gt; 0, and slope · x elsewhere.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
/// <param name="NegativeSlope">The slope below 0, in [0, 1); 0 for ReLU.</param>
public sealed record Activation(string Name, int Input, double NegativeSlope) : Layer(Name, [Input]);

/// <summary>The largest value of each window, channel by channel: planes to planes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
/// <param name="Window">Kernel, stride and padding (which never is the largest; at most half the kernel).</param>
public sealed record MaxPooling(string Name, int Input, Window Window) : Layer(Name, [Input]);

/// <summary>The largest value of each plane: planes to vectors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
public sealed record GlobalMaxPooling(string Name, int Input) : Layer(Name, [Input]);

/// <summary>The mean of each plane: planes to vectors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
public sealed record GlobalMeanPooling(string Name, int Input) : Layer(Name, [Input]);

/// <summary>The sum of two layers of one shape.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of a layer that it reads.</param>
/// <param name="Other">The index of the other.</param>
public sealed record Addition(string Name, int Input, int Other) : Layer(Name, [Input, Other])
{
    /// <summary>The index of the other layer that it reads.</summary>
    public int Other => Inputs[1];
}

/// <summary>A linear layer with bias: vectors to vectors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The index of the layer that it reads.</param>
/// <param name="Units">The number of outputs, at least 1.</param>
public sealed record Linear(string Name, int Input, int Units) : Layer(Name, [Input]);
