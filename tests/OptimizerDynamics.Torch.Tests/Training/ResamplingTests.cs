using OptimizerDynamics.Networks;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>Resizing and augmentation give the bytes that libtorch's operations give, over random images and sizes.</summary>
/// <remarks>libtorch chooses its bilinear kernel by the number of threads, too; what is reproduced is that of two threads and
/// more.</remarks>
public sealed class ResamplingTests : IDisposable
{
    private readonly int _threads = TorchThreads.Count;

    public ResamplingTests() => TorchThreads.Count = 2;

    public void Dispose() => TorchThreads.Count = _threads;

    [Fact]
    public void Images_are_resized_as_by_libtorch()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 400; trial++)
        {
            using var scope = NewDisposeScope();
            var (height, width, size) = (random.Next(1, 90), random.Next(1, 90), random.Next(1, 120));
            var plane = new byte[height * width];
            random.NextBytes(plane);
            var found = new byte[size * size];
            Resampling.Resize(plane, height, width, found, size, size);
            var image = tensor(plane, [1, 1, height, width]).to_type(ScalarType.Float32);
            var expected = size <= height && size <= width
                ? nn.functional.adaptive_avg_pool2d(image, [size, size])
                : nn.functional.interpolate(image, [size, size], mode: InterpolationMode.Bilinear, align_corners: false);
            Assert.True(Bytes(expected).AsSpan().SequenceEqual(found), $"{height} × {width} to {size} × {size}");
        }
    }

    /// <summary>Padded, gathered and flipped by tensors, with the same numbers of the generator.</summary>
    [Theory]
    [InlineData(Augmentation.Flip)]
    [InlineData(Augmentation.CropFlip)]
    [InlineData(Augmentation.ResizedCropFlip)]
    public void Images_are_augmented_as_by_libtorch(Augmentation kind)
    {
        var random = new Random(2);
        for (var trial = 0; trial < 40; trial++)
        {
            using var scope = NewDisposeScope();
            var (count, channels, height, width) = (random.Next(1, 9), random.Next(1, 4), random.Next(4, 70), random.Next(4, 70));
            var pixels = new byte[count * channels * height * width];
            random.NextBytes(pixels);
            var images = tensor(pixels, [count, channels, height, width]);
            var augmentation = new MiniBatchAugmentation(kind, (ulong)random.NextInt64(), random.Next(1000));
            augmentation.Apply(pixels, channels, height, width);
            var expected = kind == Augmentation.ResizedCropFlip ? Resized(augmentation, images) : Shifted(augmentation, images);
            Assert.Equal(Bytes(expected), pixels);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Bytes_are_normalized_as_by_libtorch(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var normalization = new ChannelNormalization([100.3, 7.0 / 3], [61.7, 1]);
        byte[] pixels = [.. Enumerable.Range(0, 2 * 2 * 256).Select(i => (byte)i)];
        var expected = normalization.Apply(tensor(pixels, [2, 2, 16, 16]), type);
        if (type == ScalarType.Float32)
        {
            var found = new float[pixels.Length];
            normalization.Apply<float>(pixels, 256, found);
            Assert.Equal(expected.data<float>().ToArray(), found);
        }
        else
        {
            var found = new double[pixels.Length];
            normalization.Apply<double>(pixels, 256, found);
            Assert.Equal(expected.data<double>().ToArray(), found);
        }
    }

    private static Tensor Shifted(MiniBatchAugmentation augmentation, Tensor images)
    {
        var random = new CounterRandom(augmentation.Seed, (1UL << 40) + (ulong)augmentation.Iteration);
        var (count, channels, height, width) = ((int)images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        var margin = augmentation.Kind == Augmentation.Flip ? 0 : Math.Max(1, width / 8);
        Tensor OfImages(Func<ulong, long> number) =>
            tensor([.. Enumerable.Range(0, count).Select(image => number((ulong)image * 64))]).reshape(-1, 1, 1, 1);
        long Shift(ulong at) => Math.Min((long)(random.At(at).Uniform * (2 * margin + 1)), 2 * margin);
        var flipped = OfImages(at => random.At(at).Uniform < 0.5 ? 1 : 0);
        var (down, across) = (OfImages(at => Shift(at + 1)), OfImages(at => Shift(at + 2)));
        var columns = arange(width).reshape(1, 1, 1, -1);
        columns = columns + flipped * (width - 1 - 2 * columns) + across;
        var indices = (arange(height).reshape(1, 1, -1, 1) + down) * (width + 2 * margin) + columns;
        var padded = nn.functional.pad(images, [margin, margin, margin, margin]);
        return padded.reshape(count, channels, -1)
            .gather(2, indices.expand(count, channels, height, width).reshape(count, channels, -1)).reshape(images.shape);
    }

    private static Tensor Resized(MiniBatchAugmentation augmentation, Tensor images)
    {
        var (height, width) = (images.shape[2], images.shape[3]);
        return cat([.. Enumerable.Range(0, (int)images.shape[0]).Select(image =>
        {
            var crop = augmentation.CropOf(image, (int)width, (int)height);
            var part = images.slice(0, image, image + 1, 1).slice(2, crop.Top, crop.Top + crop.Height, 1)
                .slice(3, crop.Left, crop.Left + crop.Width, 1).to_type(ScalarType.Float32);
            var sized = nn.functional.interpolate(part, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
            return crop.IsFlipped ? sized.flip(3) : sized;
        })]);
    }

    private static byte[] Bytes(Tensor images) =>
        [.. images.to_type(ScalarType.Float32).round().clamp(0, 255).to_type(ScalarType.Byte).contiguous().data<byte>()];
}
