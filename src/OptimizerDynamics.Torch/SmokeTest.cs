using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>How far libtorch's results are from those of plain loops.</summary>
/// <param name="Device">The device: <c>cpu</c>, <c>cuda:0</c>, …</param>
/// <param name="ConvolutionError">The largest absolute error of the convolution.</param>
/// <param name="BatchNormError">The largest absolute error of BatchNorm's output and of its running statistics.</param>
public sealed record SmokeTestResult(string Device, double ConvolutionError, double BatchNormError)
{
    /// <summary>Whether both errors are numbers of at most <see cref="SmokeTest.Bound"/>.</summary>
    public bool Ok => ConvolutionError <= SmokeTest.Bound && BatchNormError <= SmokeTest.Bound;
}

/// <summary>A 2-D convolution and a BatchNorm in training mode, in float64, against plain loops.</summary>
/// <remarks>A libtorch of another version than TorchSharp is made for can load and compute wrongly; this tells.</remarks>
public static class SmokeTest
{
    /// <summary>The largest error that counts as rounding.</summary>
    /// <remarks>
    /// Each output of the convolution is a sum of 27 products and a bias, of numbers of at most 1. Whatever the order of summing, that
    /// rounds by less than 28·28·2⁻⁵³ ≈ 1e-13, there and here. BatchNorm's sums of 84 numbers round as little, and its divisors are near
    /// 2. Arithmetic in float32 is off by 1e-8 and more, a wrong argument by far more.
    /// </remarks>
    public const double Bound = 1e-12;

    private const int Images = 2, Inputs = 3, Outputs = 4, Height = 7, Width = 6, Kernel = 3, Pad = 1;
    private const int Pixels = Height * Width;
    private const double Momentum = 0.1, Epsilon = 1e-5;

    /// <summary>Runs both operations on a device.</summary>
    /// <param name="device">The device, as TorchSharp names it: <c>cpu</c>, <c>cuda:0</c>, …</param>
    /// <exception cref="NativeTorchException">libtorch cannot be used here.</exception>
    public static SmokeTestResult Run(string device)
    {
        NativeTorch.Load();
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        Tensor OnDevice(double[] values, params long[] shape) => tensor(values).reshape(shape).to(device);

        var image = Numbers(Images * Inputs * Pixels, 1);
        var (filters, bias) = (Numbers(Outputs * Inputs * Kernel * Kernel, 2), Numbers(Outputs, 3));
        var (gamma, beta) = (Numbers(Outputs, 4), Numbers(Outputs, 5));
        var convolved = Convolution(image, filters, bias);
        var (normed, means, variances) = BatchNorm(convolved, gamma, beta);

        var torchConvolved = nn.functional.conv2d(
            OnDevice(image, Images, Inputs, Height, Width), OnDevice(filters, Outputs, Inputs, Kernel, Kernel), OnDevice(bias, Outputs),
            padding: [Pad, Pad]);
        var (runningMean, runningVariance) = (OnDevice([0, 0, 0, 0], Outputs), OnDevice([1, 1, 1, 1], Outputs));
        var torchNormed = nn.functional.batch_norm(
            OnDevice(convolved, Images, Outputs, Height, Width), runningMean, runningVariance,
            OnDevice(gamma, Outputs), OnDevice(beta, Outputs), training: true, momentum: Momentum, eps: Epsilon);

        double[] errors = [Error(normed, torchNormed), Error(means, runningMean), Error(variances, runningVariance)];
        return new SmokeTestResult(device, Error(convolved, torchConvolved), errors.Max());
    }

    private static double[] Convolution(double[] image, double[] filters, double[] bias)
    {
        var result = new double[Images * Outputs * Pixels];
        for (var at = 0; at < result.Length; at++)
        {
            var (n, output, y, x) = (at / (Outputs * Pixels), at / Pixels % Outputs, at / Width % Height, at % Width);
            var sum = bias[output];
            for (var input = 0; input < Inputs; input++)
            {
                for (var k = 0; k < Kernel * Kernel; k++)
                {
                    var (fromY, fromX) = (y + k / Kernel - Pad, x + k % Kernel - Pad);
                    var weight = filters[(output * Inputs + input) * Kernel * Kernel + k];
                    if (fromY is >= 0 and < Height && fromX is >= 0 and < Width)
                        sum += weight * image[(n * Inputs + input) * Pixels + fromY * Width + fromX];
                }
            }

            result[at] = sum;
        }

        return result;
    }

    /// <summary>The output and the running statistics, which begin at 0 and 1 and take in the unbiased variance.</summary>
    private static (double[] Normed, double[] Means, double[] Variances) BatchNorm(double[] values, double[] gamma, double[] beta)
    {
        var (normed, means, variances) = (new double[values.Length], new double[Outputs], new double[Outputs]);
        for (var channel = 0; channel < Outputs; channel++)
        {
            int[] places = [.. Enumerable.Range(0, values.Length).Where(at => at / Pixels % Outputs == channel)];
            var mean = places.Average(at => values[at]);
            var squares = places.Sum(at => (values[at] - mean) * (values[at] - mean));
            var divisor = Math.Sqrt(squares / places.Length + Epsilon);
            foreach (var at in places)
                normed[at] = gamma[channel] * (values[at] - mean) / divisor + beta[channel];
            means[channel] = Momentum * mean;
            variances[channel] = 1 - Momentum + Momentum * squares / (places.Length - 1);
        }

        return (normed, means, variances);
    }

    /// <summary>Numbers from −1 to 1 without a pattern that a wrong stride or order would keep.</summary>
    private static double[] Numbers(int count, int seed) => [.. Enumerable.Range(1, count).Select(i => Math.Sin(seed + (double)i * i))];

    /// <summary>The largest difference; NaN where there is one.</summary>
    private static double Error(double[] expected, Tensor actual)
    {
        var values = actual.cpu().data<double>().ToArray();
        return values.Length == expected.Length ? expected.Zip(values, (a, b) => Math.Abs(a - b)).Aggregate(0.0, Math.Max) : double.NaN;
    }
}
