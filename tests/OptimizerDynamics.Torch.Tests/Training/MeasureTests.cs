using OptimizerDynamics.Torch.Data;
using OptimizerDynamics.Torch.Networks;
using OptimizerDynamics.Torch.Sparsity;
using OptimizerDynamics.Torch.Training;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch.Tests.Training;

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
        var scaling = PixelScaling.Of(set);
        var found = FeatureSurvey.Of(network, set, scaling, threshold: 0.3);

        network.eval();
        foreach (var (place, layer) in network.FeatureLayers.Index())
        {
            var pooled = new float[layer.Features, set.Count];
            for (var image = 0; image < set.Count; image++)
            {
                network.Classify(scaling.Apply(set.Images.slice(0, image, image + 1, 1)), (shown, activation) =>
                {
                    if (shown != place)
                        return;
                    var (values, pixels) = (activation.data<float>().ToArray(), (int)(activation.shape[2] * activation.shape[3]));
                    for (var i = 0; i < values.Length; i++)
                        pooled[i / pixels, image] = Math.Max(pooled[i / pixels, image], Math.Abs(values[i]));
                });
            }

            for (var feature = 0; feature < layer.Features; feature++)
            {
                var each = Enumerable.Range(0, (int)set.Count).Select(image => pooled[feature, image]).ToList();
                // A mini-batch's convolution may add in another order than one image's.
                Assert.Equal(each.Max(), found[place].LargestActivation[feature], 1e-5);
                var selectivity = each.Max() == 0 ? 1 : each.Count(value => value < 0.3f * each.Max()) / (double)set.Count;
                Assert.Equal(selectivity, found[place].Selectivity[feature], 1e-12);
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
        using var set = SmallSets.Squares(600, 4); // more than a mini-batch
        using var network = Network(0);
        var scaling = PixelScaling.Of(set);
        var found = Evaluation.Of(network, set, scaling);

        network.eval();
        var logits = network.forward(scaling.Apply(set.Images)).to_type(ScalarType.Float64);
        var (loss, wrong) = (0.0, 0);
        for (var image = 0; image < set.Count; image++)
        {
            var (values, label) = (logits[image].data<double>().ToArray(), (int)set.Labels[image].item<long>());
            loss += Math.Log(values.Sum(value => Math.Exp(value - values[label])));
            wrong += Array.IndexOf(values, values.Max()) == label ? 0 : 1;
        }

        Assert.Equal(loss / set.Count, found.Loss, 1e-5);
        Assert.Equal((double)wrong / set.Count, found.Top1Error);
        Assert.Equal(0, found.Top5Error); // four classes
    }

    [Fact]
    public void Zeroed_features_are_silent_and_come_back()
    {
        using var scope = NewDisposeScope();
        using var set = SmallSets.Squares(12, 4);
        using var network = Network(0.1);
        var scaling = PixelScaling.Of(set);
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

    private static BasicNet Network(double slope)
    {
        var network = new BasicNet(1.0 / 16, 1, 4, slope);
        network.Initialize(8);
        using var unrecorded = no_grad();
        network.FeatureLayers[1].Normalization.weight![1] = 0;
        network.FeatureLayers[1].Normalization.bias![1] = slope == 0 ? -1 : 0;
        return network;
    }
}
