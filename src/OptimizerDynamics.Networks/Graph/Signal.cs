namespace OptimizerDynamics.Networks;

/// <summary>The output of a layer that a <see cref="GraphBuilder"/> has written, for other layers to read.</summary>
/// <remarks>Errors are found by <see cref="ToGraph"/>.</remarks>
public readonly record struct Signal
{
    private readonly GraphBuilder _builder;
    private readonly int _index;

    internal Signal(GraphBuilder builder, int index) => (_builder, _index) = (builder, index);

    /// <summary>A convolution of this.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="features">The number of filters, at least 1.</param>
    /// <param name="kernel">The side of the window, at least 1.</param>
    /// <param name="stride">The distance of windows, at least 1.</param>
    /// <param name="padding">Zeros at each side, from 0 to kernel − 1.</param>
    /// <param name="bias">Whether each filter has a bias, which a normalization behind it would take away.</param>
    public Signal Convolution(string name, int features, int kernel, int stride = 1, int padding = 0, bool bias = false)
    {
        var input = _index;
        var window = new Window(kernel, stride, padding);
        return _builder.Add("convolution", name, called => new Convolution(called, input, features, window, bias));
    }

    /// <summary>A batch normalization of this.</summary>
    /// <param name="name">The layer's name.</param>
    public Signal Normalization(string name)
    {
        var input = _index;
        return _builder.Add("normalization", name, called => new Normalization(called, input));
    }

    /// <summary>A ReLU or leaky ReLU of this.</summary>
    /// <param name="negativeSlope">The slope below 0, in [0, 1); 0 for ReLU.</param>
    /// <param name="name">The layer's name; <c>activation</c> and its index when left out.</param>
    public Signal Activation(double negativeSlope = 0, string? name = null)
    {
        var input = _index;
        return _builder.Add("activation", name, called => new Activation(called, input, negativeSlope));
    }

    /// <summary>The largest values of the windows of this.</summary>
    /// <param name="kernel">The side of the window, at least 1.</param>
    /// <param name="stride">The distance of windows, at least 1; the kernel when left out.</param>
    /// <param name="padding">Pixels at each side, from 0 to half the kernel.</param>
    /// <param name="name">The layer's name; <c>pooling</c> and its index when left out.</param>
    public Signal MaxPooling(int kernel, int? stride = null, int padding = 0, string? name = null)
    {
        var input = _index;
        return _builder.Add("pooling", name, called => new MaxPooling(called, input, new Window(kernel, stride ?? kernel, padding)));
    }

    /// <summary>The largest value of each plane of this.</summary>
    /// <param name="name">The layer's name; <c>pooling</c> and its index when left out.</param>
    public Signal GlobalMaxPooling(string? name = null)
    {
        var input = _index;
        return _builder.Add("pooling", name, called => new GlobalMaxPooling(called, input));
    }

    /// <summary>The mean of each plane of this.</summary>
    /// <param name="name">The layer's name; <c>pooling</c> and its index when left out.</param>
    public Signal GlobalMeanPooling(string? name = null)
    {
        var input = _index;
        return _builder.Add("pooling", name, called => new GlobalMeanPooling(called, input));
    }

    /// <summary>The sum of this and another signal of the same shape.</summary>
    /// <param name="other">The other, of the same builder.</param>
    /// <param name="name">The layer's name; <c>addition</c> and its index when left out.</param>
    /// <exception cref="ArgumentException">The other is of another builder.</exception>
    public Signal Plus(Signal other, string? name = null)
    {
        if (!ReferenceEquals(_builder, other._builder))
            throw new ArgumentException("The two signals belong to different builders.", nameof(other));
        var input = _index;
        return _builder.Add("addition", name, called => new Addition(called, input, other._index));
    }

    /// <summary>A linear layer with bias of this, which is a vector.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="units">The number of outputs, at least 1.</param>
    public Signal Linear(string name, int units)
    {
        var input = _index;
        return _builder.Add("linear", name, called => new Linear(called, input, units));
    }

    /// <summary>The graph whose logits are this; it has to be the last layer written.</summary>
    /// <exception cref="ArgumentException">The layers are no network; the message names the layer and says what is wrong with
    /// it.</exception>
    public NetworkGraph ToGraph() => _builder.Build(_index);
}
