using System.Numerics;

namespace OptimizerDynamics.Data.Tests;

/// <summary>Sets of images: each follows from seed and number alone, and the backgrounds share their objects.</summary>
public sealed class RenderedSetTests
{
    [Theory]
    [InlineData(Background.Clean)]
    [InlineData(Background.Cluttered)]
    public void An_image_is_the_same_alone_and_among_others_on_any_number_of_cores(Background background)
    {
        var set = new RenderedSet(24, background, 7);
        var all = set.Draw(100, 200);
        var (rasterizer, picture) = (new Rasterizer(24), new byte[24 * 24]);
        foreach (var i in new[] { 150, 3, 199, 0 })
        {
            set.Draw(100 + i, rasterizer, picture);
            Assert.Equal(all.AsSpan(i * 576, 576).ToArray(), picture);
        }

        Assert.NotEqual(all, new RenderedSet(24, background, 8).Draw(100, 200));
    }

    /// <summary>Wherever the object is, clean and cluttered images have the same pixels; elsewhere they have not.</summary>
    [Fact]
    public void Clean_and_cluttered_images_show_the_same_object()
    {
        const int Size = 32;
        var (clean, cluttered) = (new RenderedSet(Size, Background.Clean, 3), new RenderedSet(Size, Background.Cluttered, 3));
        var (rasterizer, one, other, black, white) =
            (new Rasterizer(Size), new byte[Size * Size], new byte[Size * Size], new byte[Size * Size], new byte[Size * Size]);
        for (var index = 0; index < 90; index++)
        {
            var random = new RandomSequence(3, (ulong)index * 2);
            var known = ObjectCatalog.All[index % 30];
            rasterizer.Clear();
            var mesh = known.Make(random, new Mesh()).Centred();
            rasterizer.Draw(mesh, Pose.Draw(random, known.Sides));
            rasterizer.Finish(new float[Size * Size], black);
            rasterizer.Finish([.. Enumerable.Repeat(1f, Size * Size)], white);
            bool[] isObject = [.. black.Zip(white, (dark, light) => dark == light)];
            Assert.InRange(isObject.Count(covered => covered), 1, 900); // pixels that thin rims cover whole are few

            clean.Draw(index, rasterizer, one);
            cluttered.Draw(index, rasterizer, other);
            Assert.All(Enumerable.Range(0, Size * Size).Where(pixel => isObject[pixel]), pixel => Assert.Equal(one[pixel], other[pixel]));
            Assert.Contains(Enumerable.Range(0, Size * Size), pixel => one[pixel] != other[pixel]);
        }
    }

    [Fact]
    public void No_object_of_the_training_set_is_in_the_test_set()
    {
        static IEnumerable<Vector3> Shapes(bool isTest) => Enumerable.Range(0, 3000).Select(index =>
        {
            var random = new RandomSequence(3, (ulong)index * 2 + (isTest ? 1UL << 62 : 0));
            return ObjectCatalog.All[index % 30]
                .Make(random, new Mesh())
                .Centred().Corners.Aggregate(Vector3.Zero, (sum, corner) => sum + corner * corner);
        });
        Assert.Empty(Shapes(false).Intersect(Shapes(true)));
        Assert.NotEqual(
            new RenderedSet(16, Background.Clean, 3).Draw(0, 30), new RenderedSet(16, Background.Clean, 3, isTest: true).Draw(0, 30));
    }

    [Fact]
    public void The_classes_take_turns()
    {
        var set = new RenderedSet(16, Background.Clean, 1, classes: 10);
        Assert.Equal([0, 1, 9, 0, 5], new long[] { 0, 1, 9, 10, 1_000_005 }.Select(set.LabelOf));
        Assert.Equal((10, 30), (set.Classes, new RenderedSet(16, Background.Clean, 1, classes: 0).Classes));
        Assert.Equal(ObjectCatalog.All.Select(known => known.Name).Take(10), set.Names);
    }

    [Theory]
    [InlineData(7, 30)]
    [InlineData(257, 30)]
    [InlineData(16, -1)]
    [InlineData(16, 31)]
    public void A_set_that_cannot_be_is_refused(int size, int classes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenderedSet(size, Background.Clean, 1, classes: classes));

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        var set = new RenderedSet(16, Background.Clean, 1);
        Assert.Throws<ArgumentException>(() => set.Draw(0, new Rasterizer(17), new byte[256]));
        Assert.Throws<ArgumentException>(() => set.Draw(0, new Rasterizer(16), new byte[255]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Draw(-1, new Rasterizer(16), new byte[256]));
    }

    [Fact]
    public void Chance_is_even()
    {
        var random = new RandomSequence(1, 2);
        var counts = new int[10];
        for (var i = 0; i < 10_000; i++)
            counts[random.UniformInteger(0, 10)]++;
        Assert.All(counts, count => Assert.InRange(count, 880, 1120)); // four standard deviations of 30
        Assert.InRange(Enumerable.Range(0, 10_000).Average(_ => random.Uniform(2, 4)), 2.97, 3.03);
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => random.Bernoulli(0.3f)), 2800, 3200);
    }
}
