using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Testing;

/// <summary>The mean cross-entropy of a mini-batch in training mode, and its gradient by θ, in loops that follow the definitions: in
/// float64.</summary>
/// <remarks>Values are [layer][image][channel, y, x].</remarks>
internal sealed class PlainTraining
{
    private readonly NetworkGraph _graph;
    private readonly double[] _parameters;
    private readonly int[] _labels;
    private readonly (int Height, int Width)[] _sizes;
    private readonly double[][][] _values, _gradients;
    private readonly double[][] _images;

    /// <summary>Computes everything.</summary>
    /// <param name="graph">A plain network.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="images">[image][channel, y, x].</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="labels">The class of each image.</param>
    public PlainTraining(NetworkGraph graph, double[] parameters, double[][] images, int height, int width, int[] labels)
    {
        (_graph, _parameters, _images, _labels) = (graph, parameters, images, labels);
        _sizes = new (int, int)[graph.Layers.Length];
        (_values, _gradients) = (new double[graph.Layers.Length][][], new double[graph.Layers.Length][][]);
        foreach (var (index, layer) in graph.Layers.Index())
        {
            var (h, w) = index == 0 ? (height, width) : _sizes[index - 1];
            _sizes[index] = layer switch
            {
                Convolution { Window: var window } => (window.OutputSide(h), window.OutputSide(w)),
                MaxPooling { Window: var window } => (window.OutputSide(h), window.OutputSide(w)),
                GlobalMaxPooling or GlobalMeanPooling => (1, 1),
                _ => (h, w),
            };
        }

        (Size, Gradient) = ((height, width), new double[parameters.Length]);
        for (var index = 0; index < graph.Layers.Length; index++)
            _values[index] = Forward(index);
        Logits = _values[^1];
        Loss = Logits.Zip(labels, LossOf).Average();
        _gradients[^1] = [.. Logits.Zip(labels, (logits, label) => LossGradient(logits, label))];
        for (var index = graph.Layers.Length - 1; index >= 0; index--)
        {
            var by = Back(index);
            if (index > 0)
                _gradients[index - 1] = by;
        }
    }

    /// <summary>The logits, [image][class].</summary>
    public double[][] Logits { get; }

    /// <summary>The mean cross-entropy in nats.</summary>
    public double Loss { get; }

    /// <summary>Its gradient by θ.</summary>
    public double[] Gradient { get; }

    /// <summary>The mean and the unbiased variance of what each normalization read, in the order of the running statistics.</summary>
    public List<double> Statistics { get; } = [];

    /// <summary>The smallest distance to a kink: of a pre-activation from 0, and of the largest value of a window from another; relative to
    /// the root mean square of the layer's values. Below rounding errors float32 may decide otherwise, with another gradient.</summary>
    public double DistanceToKink { get; private set; } = double.PositiveInfinity;

    /// <summary>
    /// The smallest variance that a normalization divides by, relative to the mean square: a small one magnifies rounding.
    /// </summary>
    public double SmallestVariance { get; private set; } = double.PositiveInfinity;

    private (int Height, int Width) Size { get; }

    private double[][] InputOf(int index) => index == 0 ? _images : _values[index - 1];

    private (int Height, int Width) SizeBefore(int index) => index == 0 ? Size : _sizes[index - 1];

    private int Channels(int index) => _graph.ChannelsOf(index);

    private double[][] Forward(int index)
    {
        var input = InputOf(index);
        switch (_graph.Layers[index])
        {
            case Convolution convolution:
                return [.. input.Select(image => Convolve(index, convolution, image))];
            case Normalization:
                return Normalize(index, input);
            case Activation { NegativeSlope: var slope }:
                NoteKinks(input, input.SelectMany(image => image.Select(Math.Abs)));
                return [.. input.Select(image => image.Select(value => value > 0 ? value : slope * value).ToArray())];
            case GlobalMeanPooling:
                return [.. input.Select(image => image.Chunk(image.Length / Channels(index)).Select(plane => plane.Average()).ToArray())];
            case MaxPooling or GlobalMaxPooling:
                return [.. input.Select(image => Windows(index).Select(window => image[Largest(image, window, input)]).ToArray())];
            case Linear linear:
                var (weight, bias) = (_graph.ParametersOf(index)[0].Offset, _graph.ParametersOf(index)[1].Offset);
                return
                [
                    .. input.Select(image => Enumerable.Range(0, linear.Units).Select(unit => _parameters[bias + unit]
                        + image.Select((value, i) => value * _parameters[weight + unit * image.Length + i]).Sum()).ToArray()),
                ];
            default:
                throw new NotSupportedException(_graph.Layers[index].ToString());
        }
    }

    /// <summary>Adds a layer's own gradients, and gives that by its input.</summary>
    private double[][] Back(int index)
    {
        var (input, by) = (InputOf(index), _gradients[index]);
        double[][] found = [.. input.Select(image => new double[image.Length])];
        switch (_graph.Layers[index])
        {
            case Convolution convolution:
                for (var image = 0; image < input.Length; image++)
                    ConvolveBack(index, convolution, input[image], by[image], found[image]);
                break;
            case Normalization:
                NormalizeBack(index, input, by, found);
                break;
            case Activation { NegativeSlope: var slope }:
                foreach (var (image, values) in input.Index())
                {
                    for (var i = 0; i < values.Length; i++)
                        found[image][i] = by[image][i] * (values[i] > 0 ? 1 : slope);
                }

                break;
            case GlobalMeanPooling:
                foreach (var (image, values) in found.Index())
                {
                    var area = values.Length / Channels(index);
                    for (var i = 0; i < values.Length; i++)
                        values[i] = by[image][i / area] / area;
                }

                break;
            case MaxPooling or GlobalMaxPooling:
                foreach (var (image, values) in input.Index())
                {
                    foreach (var (output, window) in Windows(index).Index())
                        found[image][Largest(values, window, null)] += by[image][output];
                }

                break;
            case Linear:
                var (weight, bias) = (_graph.ParametersOf(index)[0].Offset, _graph.ParametersOf(index)[1].Offset);
                foreach (var (image, values) in input.Index())
                {
                    for (var unit = 0; unit < by[image].Length; unit++)
                    {
                        Gradient[bias + unit] += by[image][unit];
                        for (var i = 0; i < values.Length; i++)
                        {
                            Gradient[weight + unit * values.Length + i] += by[image][unit] * values[i];
                            found[image][i] += by[image][unit] * _parameters[weight + unit * values.Length + i];
                        }
                    }
                }

                break;
        }

        return found;
    }

    private double[] Convolve(int index, Convolution convolution, double[] image)
    {
        var output = new double[convolution.Features * _sizes[index].Height * _sizes[index].Width];
        ForEachTap(index, convolution, (to, from, weight) => output[to] += image[from] * _parameters[weight]);
        if (convolution.HasBias)
        {
            var area = output.Length / convolution.Features;
            for (var i = 0; i < output.Length; i++)
                output[i] += _parameters[_graph.ParametersOf(index)[1].Offset + i / area];
        }

        return output;
    }

    private void ConvolveBack(int index, Convolution convolution, double[] image, double[] by, double[] found)
    {
        ForEachTap(index, convolution, (to, from, weight) =>
        {
            Gradient[weight] += by[to] * image[from];
            found[from] += by[to] * _parameters[weight];
        });
        if (!convolution.HasBias)
            return;
        for (var i = 0; i < by.Length; i++)
            Gradient[_graph.ParametersOf(index)[1].Offset + i / (by.Length / convolution.Features)] += by[i];
    }

    private void ForEachTap(int index, Convolution convolution, Action<int, int, int> act)
    {
        var ((height, width), (rows, columns), window) = (SizeBefore(index), _sizes[index], convolution.Window);
        var (channels, offset) = (_graph.ChannelsOf(index - 1), _graph.ParametersOf(index)[0].Offset);
        for (var to = 0; to < convolution.Features * rows * columns; to++)
        {
            var (feature, y, x) = (to / (rows * columns), to / columns % rows, to % columns);
            for (var from = 0; from < channels * height * width; from++)
            {
                var (channel, ky, kx) = (
                    from / (height * width), from / width % height - y * window.Stride + window.Padding,
                    from % width - x * window.Stride + window.Padding);
                if (ky >= 0 && ky < window.Kernel && kx >= 0 && kx < window.Kernel)
                    act(to, from, offset + ((feature * channels + channel) * window.Kernel + ky) * window.Kernel + kx);
            }
        }
    }

    private double[][] Normalize(int index, double[][] input)
    {
        double[][] found = [.. input.Select(image => new double[image.Length])];
        var (means, variances) = (new List<double>(), new List<double>());
        foreach (var channel in Enumerable.Range(0, Channels(index)))
        {
            var elements = Elements(index, input, channel);
            var (mean, variance) = MeanAndVariance(input, elements);
            means.Add(mean);
            variances.Add(variance * elements.Count / (elements.Count - 1));
            SmallestVariance = Math.Min(SmallestVariance, variance / (variance + mean * mean + 1e-300));
            var (gamma, beta) = ScaleAndShift(index, channel);
            foreach (var (image, i) in elements)
                found[image][i] = gamma * (input[image][i] - mean) / Math.Sqrt(variance + Normalization.Epsilon) + beta;
        }

        Statistics.AddRange([.. means, .. variances]);
        return found;
    }

    private void NormalizeBack(int index, double[][] input, double[][] by, double[][] found)
    {
        var ranges = _graph.ParametersOf(index);
        foreach (var channel in Enumerable.Range(0, Channels(index)))
        {
            var elements = Elements(index, input, channel);
            var (mean, variance) = MeanAndVariance(input, elements);
            var root = Math.Sqrt(variance + Normalization.Epsilon);
            var sum = elements.Sum(of => by[of.Image][of.Index]);
            var product = elements.Sum(of => by[of.Image][of.Index] * (input[of.Image][of.Index] - mean) / root);
            (Gradient[ranges[0].Offset + channel], Gradient[ranges[1].Offset + channel]) = (product, sum);
            foreach (var (image, i) in elements)
            {
                found[image][i] = ScaleAndShift(index, channel).Gamma / root
                    * (by[image][i] - sum / elements.Count - (input[image][i] - mean) / root * product / elements.Count);
            }
        }
    }

    private (double Gamma, double Beta) ScaleAndShift(int index, int channel) => (
        _parameters[_graph.ParametersOf(index)[0].Offset + channel], _parameters[_graph.ParametersOf(index)[1].Offset + channel]);

    private List<(int Image, int Index)> Elements(int index, double[][] input, int channel)
    {
        var area = input[0].Length / Channels(index);
        return [.. input.SelectMany((_, image) => Enumerable.Range(channel * area, area).Select(i => (image, i)))];
    }

    private static (double Mean, double Variance) MeanAndVariance(double[][] input, List<(int Image, int Index)> elements)
    {
        var mean = elements.Average(of => input[of.Image][of.Index]);
        return (mean, elements.Average(of => (input[of.Image][of.Index] - mean) * (input[of.Image][of.Index] - mean)));
    }

    /// <summary>The elements of each output's window.</summary>
    private IEnumerable<List<int>> Windows(int index)
    {
        var ((height, width), (rows, columns)) = (SizeBefore(index), _sizes[index]);
        for (var output = 0; output < Channels(index) * rows * columns; output++)
        {
            var (channel, y, x) = (output / (rows * columns), output / columns % rows, output % columns);
            var window = (_graph.Layers[index] as MaxPooling)?.Window;
            bool Has(int from, int at) => window is not { } of
                || (from >= at * of.Stride - of.Padding && from < at * of.Stride - of.Padding + of.Kernel);
            yield return
            [
                .. Enumerable.Range(0, height * width).Where(pixel => Has(pixel / width, y) && Has(pixel % width, x))
                    .Select(pixel => channel * height * width + pixel),
            ];
        }
    }

    /// <summary>The first of a window's largest elements.</summary>
    private int Largest(double[] image, List<int> window, double[][]? all)
    {
        var best = window[0];
        foreach (var i in window)
            best = image[i] > image[best] ? i : best;
        // Where ReLU made both of them 0, neither has a gradient.
        if (all is not null && window.Count > 1 && image[best] != 0)
            NoteKinks(all, window.Where(i => i != best).Select(i => image[best] - image[i]));
        return best;
    }

    private void NoteKinks(double[][] values, IEnumerable<double> distances)
    {
        var scale = Math.Sqrt(values.Average(image => image.Average(value => value * value))) + 1e-300;
        DistanceToKink = Math.Min(DistanceToKink, distances.Min() / scale);
    }

    private static double LossOf(double[] logits, int label)
    {
        var most = logits.Max();
        return Math.Log(logits.Sum(logit => Math.Exp(logit - most))) + most - logits[label];
    }

    private double[] LossGradient(double[] logits, int label)
    {
        var most = logits.Max();
        var sum = logits.Sum(logit => Math.Exp(logit - most));
        return [.. logits.Select((logit, k) => (Math.Exp(logit - most) / sum - (k == label ? 1 : 0)) / _labels.Length)];
    }
}
