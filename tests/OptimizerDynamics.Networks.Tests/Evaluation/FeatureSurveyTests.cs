namespace OptimizerDynamics.Networks.Tests;

/// <summary>What is made of the activations that a backend tells: by definition, feature by feature and image by image.</summary>
public sealed class FeatureSurveyTests
{
    /// <summary>More images than go through at once, so that mini-batches and their sums are in it.</summary>
    [Fact]
    public void Features_are_measured_by_their_definitions()
    {
        const int Count = 255, Classes = 4;
        using var images = new FakeImages(Count, Classes);
        var graph = Architectures.BasicNet.Build(1.0 / 64, 1, Classes);
        using var network = new FakeNetwork(new FakeBackend(), graph, new NetworkInput(8, 8, ChannelNormalization.Of(images)));
        network.Load(graph.Initialize(3), graph.InitialStatistics());
        var found = FeatureSurvey.Survey(network, images, threshold: 0.3, long.MaxValue, atOnce: 100);

        Assert.Equal(graph.FeatureLayers.Select(layer => layer.Name), found.Select(layer => layer.Name));
        var feature = 0;
        foreach (var layer in found)
        {
            for (var own = 0; own < layer.Scale.Length; own++, feature++)
            {
                float[] each = [.. Enumerable.Range(0, Count).Select(image => (float)Math.Max(0, image - 3 * feature))];
                Assert.Equal(each.Max(), layer.LargestActivation[own]);
                Assert.Equal(each.Count(value => value < 0.3f * each.Max()) / (double)Count, layer.Selectivity[own], 1e-12);
                double[] means = [.. Enumerable.Range(0, Classes).Select(
                    label => each.Where((_, image) => image % Classes == label).Average(value => value / 10))];
                var (most, others) = (means.Max(), (means.Sum() - means.Max()) / (Classes - 1));
                Assert.Equal((most - others) / (most + others), layer.ClassSelectivity[own], 1e-6);
            }
        }

        Assert.Equal(29, feature);
    }

    /// <summary>Of a set whose maxima are too many to keep, they are asked for twice; by then each is as it was.</summary>
    [Fact]
    public void What_is_not_kept_is_computed_again()
    {
        using var images = new FakeImages(255, 4);
        var graph = Architectures.BasicNet.Build(1.0 / 64, 1, 4);
        using var network = new FakeNetwork(new FakeBackend(), graph, new NetworkInput(8, 8, ChannelNormalization.Of(images)));
        network.Load(graph.Initialize(3), graph.InitialStatistics());
        var kept = FeatureSurvey.Survey(network, images, 0.3, long.MaxValue, atOnce: 100);
        var again = FeatureSurvey.Survey(network, images, 0.3, 0, atOnce: 100);

        Assert.Equal(kept.Length, again.Length);
        foreach (var (one, other) in kept.Zip(again))
        {
            Assert.Equal<double>(one.LargestActivation, other.LargestActivation);
            Assert.Equal<double>(one.Selectivity, other.Selectivity);
            Assert.Equal<double>(one.ClassSelectivity, other.ClassSelectivity);
        }
    }

    /// <summary>The first image is black here: no feature of a set of it alone ever fires.</summary>
    [Fact]
    public void A_feature_that_never_fires_is_wholly_selective()
    {
        using var images = new FakeImages(1);
        var graph = Architectures.BasicNet.Build(1.0 / 64, 1, 4);
        using var network = new FakeNetwork(new FakeBackend(), graph, new NetworkInput(8, 8, ChannelNormalization.Of(images)));
        network.Load(graph.Initialize(3), graph.InitialStatistics());
        Assert.All(FeatureSurvey.Survey(network, images), layer =>
        {
            Assert.All(layer.LargestActivation, activation => Assert.Equal(0, activation));
            Assert.All(layer.Selectivity, selectivity => Assert.Equal(1, selectivity));
            Assert.All(layer.ClassSelectivity, selectivity => Assert.Equal(0, selectivity));
        });
    }

    [Fact]
    public void Losses_and_errors_are_means_over_all_images()
    {
        using var images = new FakeImages(1203, classes: 9); // more than two mini-batches, and more than five classes
        var graph = Architectures.BasicNet.Build(1.0 / 64, 1, 9);
        using var network = new FakeNetwork(new FakeBackend(), graph, new NetworkInput(8, 8, ChannelNormalization.Of(images)));
        network.Load(graph.Initialize(3), graph.InitialStatistics());
        var found = Evaluator.Evaluate(network, images);

        var (loss, wrong, notNearly) = (0.0, 0, 0);
        for (var image = 0; image < images.Count; image++)
        {
            var (pixels, logits) = (new byte[64], new float[9]);
            images.Read([image], pixels);
            loss += network.Evaluate(pixels, [image % 9], logits);
            wrong += Classification.IsRight(logits, image % 9) ? 0 : 1;
            notNearly += Classification.IsRight(logits, image % 9, 5) ? 0 : 1;
        }

        Assert.Equal(loss / images.Count, found.Loss, 1e-9);
        Assert.Equal(((double)wrong / images.Count, (double)notNearly / images.Count), (found.Top1Error, found.Top5Error));
        Assert.InRange(found.Top5Error, 0.05, found.Top1Error - 0.05);
        Assert.Equal(found, FeatureSurvey.SurveyAndEvaluate(network, images).Evaluation);
    }

    [Fact]
    public void Inference_is_timed_for_an_image()
    {
        using var images = new FakeImages(30);
        var (small, large) = (Architectures.BasicNet.Build(1.0 / 64, 1, 4), Architectures.BasicNet.Build(1.0 / 32, 1, 4));
        FakeNetwork Network(NetworkGraph graph) => new(new FakeBackend(), graph, new NetworkInput(8, 8, ChannelNormalization.Of(images)));
        var found = InferenceTime.Measure(images, Network(small), Network(large));
        Assert.Equal([1e-3 * small.Parameters.Length / 30, 1e-3 * large.Parameters.Length / 30], found);
    }
}
