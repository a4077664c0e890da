using OptimizerDynamics.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests;

/// <summary>The measures, each beside a slow twin that goes through images, features and pixels one by one.</summary>
public sealed class MeasureTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Features_are_measured_as_one_by_one(double slope)
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(23, 4);
        using var network = Network(slope);
        var scaling = ChannelNormalization.Of(set);
        var found = FeatureSurvey.Of(network, set, scaling, threshold: 0.3);

        network.eval();
        foreach (var (place, layer) in network.FeatureLayers.Index())
        {
            var (pooled, means) = (new float[layer.Features, set.Count], new double[layer.Features, 4]);
            for (var image = 0; image < set.Count; image++)
            {
                network.Classify(scaling.Apply(set.Pixels().slice(0, image, image + 1, 1)), (shown, activation) =>
                {
                    if (shown != place)
                        return;
                    var (values, pixels) = (activation.data<float>().ToArray(), (int)(activation.shape[2] * activation.shape[3]));
                    for (var i = 0; i < values.Length; i++)
                    {
                        pooled[i / pixels, image] = Math.Max(pooled[i / pixels, image], Math.Abs(values[i]));
                        // 23 images of four classes in turn: six of each but the last.
                        means[i / pixels, image % 4] += (double)values[i] / pixels / (image % 4 == 3 ? 5 : 6);
                    }
                });
            }

            for (var feature = 0; feature < layer.Features; feature++)
            {
                var each = Enumerable.Range(0, set.Count).Select(image => pooled[feature, image]).ToList();
                // A mini-batch's convolution may add in another order than one image's.
                Assert.Equal(each.Max(), found[place].LargestActivation[feature], 1e-5);
                var selectivity = each.Max() == 0 ? 1 : each.Count(value => value < 0.3f * each.Max()) / (double)set.Count;
                Assert.Equal(selectivity, found[place].Selectivity[feature], 1e-12);
                double[] ofClasses = [.. Enumerable.Range(0, 4).Select(label => means[feature, label])];
                var (most, others) = (ofClasses.Max(), (ofClasses.Sum() - ofClasses.Max()) / 3);
                Assert.Equal(most + others == 0 ? 0 : (most - others) / (most + others), found[place].ClassSelectivity[feature], 1e-4 / Math.Min(1, Math.Abs(most + others) + 1e-9));
                Assert.Equal(layer.Normalization.weight![feature].item<float>(), found[place].Scale[feature]);
                Assert.Equal(layer.Normalization.bias![feature].item<float>(), found[place].Shift[feature]);
            }
        }

        // One feature was silenced: γ = 0 and β below 0, or 0 where the slope would let it through.
        Assert.Contains(found, layer => layer.InactiveByActivation() == 1 && layer.InactiveByScale() == 1 && layer.Selectivity.Contains(1));
    }

    [Fact]
    public void Errors_and_losses_are_counted_as_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(600, 4, classes: 9); // more than a mini-batch, and classes than five
        using var network = Network(0, classes: 9);
        var scaling = ChannelNormalization.Of(set);
        var found = NetworkEvaluation.Of(network, set, scaling);

        network.eval();
        var logits = network.forward(scaling.Apply(set.Pixels())).to_type(ScalarType.Float64);
        var (loss, wrong, notNearly) = (0.0, 0, 0);
        for (var image = 0; image < set.Count; image++)
        {
            var (values, label) = (logits[image].data<double>().ToArray(), set.Labels[image]);
            loss += Math.Log(values.Sum(value => Math.Exp(value - values[label])));
            wrong += Array.IndexOf(values, values.Max()) == label ? 0 : 1;
            notNearly += values.Count(value => value > values[label]) < 5 ? 0 : 1;
        }

        Assert.Equal(loss / set.Count, found.Loss, 1e-5);
        Assert.Equal((double)wrong / set.Count, found.Top1Error);
        Assert.Equal((double)notNearly / set.Count, found.Top5Error);
        Assert.InRange(found.Top5Error, 0.05, found.Top1Error - 0.05);
        using var fewer = SmallSets.Squares(100, 4);
        using var small = Network(0);
        Assert.Equal(0, NetworkEvaluation.Of(small, fewer, ChannelNormalization.Of(fewer)).Top5Error); // of four classes the right one is always among five
    }

    [Fact]
    public void Zeroed_features_are_silent_and_come_back()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(12, 4);
        using var network = Network(0.1);
        var scaling = ChannelNormalization.Of(set);
        var before = cat([.. network.parameters().Select(parameter => parameter.detach().flatten())]).clone();
        using (var zeroing = new FeatureZeroing(network, (layer, feature) => layer == 3 && feature % 2 == 0))
        {
            Assert.Equal(network.FeatureLayers[3].Features / 2, zeroing.Count);
            var found = FeatureSurvey.Of(network, set, scaling);
            Assert.All(found[3].LargestActivation.Where((_, feature) => feature % 2 == 0), activation => Assert.Equal(0, activation));
            Assert.All(found[3].LargestActivation.Where((_, feature) => feature % 2 == 1), activation => Assert.NotEqual(0, activation));
        }

        Assert.True(before.equal(cat([.. network.parameters().Select(parameter => parameter.detach().flatten())])).all().item<bool>());
    }

    /// <summary>Random features of every layer, a whole layer among them: gone or set to zero, the logits are the same.</summary>
    [Theory]
    [InlineData("basicnet", 0, 1)]
    [InlineData("basicnet", 0.1, 2)]
    [InlineData("vgg11", 0, 3)]
    [InlineData("vgg16", 0.01, 4)]
    [InlineData("resnet50", 0, 5)]
    [InlineData("resnet50-large", 0.1, 6)]
    public void A_pruned_network_computes_what_the_zeroed_one_does(string name, double slope, int seed)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Make(name, 1.0 / 8, 2, 5, slope);
        network.Initialize((ulong)seed);
        network.to(ScalarType.Float64);
        using (no_grad())
        {
            // Statistics and scales as training leaves them, not as it finds them.
            foreach (var layer in network.FeatureLayers)
            {
                layer.Normalization.running_mean!.normal_(0, 0.3);
                layer.Normalization.running_var!.uniform_(0.5, 2);
                layer.Normalization.weight!.normal_();
                layer.Normalization.bias!.normal_();
            }
        }

        network.eval();
        var random = new Random(seed);
        var gone = network.FeatureLayers.Select((layer, place) => Enumerable.Range(0, layer.Features).Select(_ => place == 3 || random.Next(3) == 0).ToArray()).ToArray();
        var images = randn(3, 2, 32, 32, dtype: ScalarType.Float64);
        using var pruned = network.Without((layer, feature) => gone[layer][feature]);
        Assert.False(pruned.training);
        Assert.Equal(gone.Select(layer => Math.Max(1, layer.Count(isGone => !isGone))), pruned.FeatureLayers.Select(layer => layer.Features));
        using var zeroing = new FeatureZeroing(network, (layer, feature) => gone[layer][feature]);
        var (expected, found) = (network.forward(images), pruned.forward(images));
        // Sums of some thousand terms in another order.
        Assert.InRange((expected - found).abs().max().item<double>() / expected.abs().max().item<double>(), 0, 1e-13);
        Assert.True(pruned.CostOf(32).Parameters < network.CostOf(32).Parameters && pruned.CostOf(32).MultiplyAdds < network.CostOf(32).MultiplyAdds);
    }

    /// <summary>VGG-16 on CIFAR: 313 million; ResNet-50 on ImageNet: 4,089,184,256, as published; and a BasicNet counted by hand.</summary>
    [Fact]
    public void Costs_are_those_that_are_known()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(313, Math.Round(Vgg.Sixteen().CostOf(32).MultiplyAdds / 1e6));
        using (var large = new ResNet50(isForLargeImages: true, classes: 1000))
            Assert.Equal(new NetworkCost(25_557_032, 4_089_184_256), large.CostOf(224));
        using var small = new BasicNet(1.0 / 64, 1, 4); // 1, 2, 2, 4, 4, 8, 8 features
        const long ByHand = 64 * 9 * (1 * 1 + 1 * 2) + 16 * 9 * (2 * 2 + 2 * 4) + 4 * 9 * (4 * 4 + 4 * 8) + 1 * 9 * (8 * 8) + 8 * 8 + 8 * 4;
        Assert.Equal(ByHand, small.CostOf(8).MultiplyAdds);
        Assert.Equal(small.parameters().Sum(parameter => parameter.numel()), small.CostOf(8).Parameters);
    }

    private static BasicNet Network(double slope, int classes = 4)
    {
        var network = new BasicNet(1.0 / 16, 1, classes, slope);
        network.Initialize(8);
        using var unrecorded = no_grad();
        network.FeatureLayers[1].Normalization.weight![1] = 0;
        network.FeatureLayers[1].Normalization.bias![1] = slope == 0 ? -1 : 0;
        return network;
    }
}
