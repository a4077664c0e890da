namespace OptimizerDynamics.Networks.Tests;

/// <summary>Graphs of layers: what is refused, and what follows where normalizations are missing or layers are added.</summary>
public class NetworkGraphTests
{
    [Fact]
    public void A_feature_layer_is_a_convolution_its_normalization_and_its_activation_read_by_weights_alone()
    {
        var image = new GraphBuilder("Mixed", 2).Image;
        var stem = image.Convolution("stem", 4, 3, padding: 1, bias: true).Activation(0.1);
        var inner = stem.Convolution("a.inner", 3, 3, stride: 2, padding: 1).Normalization("norm").Activation();
        var added = inner.Convolution("outer", 4, 1).Plus(stem.Convolution("short", 4, 1, stride: 2));
        var graph = added.Activation().GlobalMeanPooling().Linear("fc", 5).ToGraph();

        // The stem has no normalization: γ counts as 1, and β as the bias. What is added has no features of its own.
        Assert.Equal(["stem", "a.inner"], graph.FeatureLayers.Select(layer => layer.Name));
        Assert.Equal(["a.inner", "short"], graph.FeatureLayers[0].Readers.Select(reader => graph.Layers[reader].Name));
        Assert.Equal((null, 0.1), (graph.FeatureLayers[0].Normalization, graph.FeatureLayers[0].NegativeSlope));
        var parameters = graph.Initialize(1);
        Assert.Equal([1f, 1f, 1f, 1f], graph.ScaleOf(graph.FeatureLayers[0], parameters).ToArray());
        var bias = graph.Parameters.Ranges.Single(range => range.Name == "stem.bias");
        Assert.Equal(parameters.AsSpan(bias.Offset, bias.Length).ToArray(), graph.ShiftOf(graph.FeatureLayers[0], parameters).ToArray());
        Assert.Equal([0f, 0f, 0f], graph.ShiftOf(graph.FeatureLayers[1], parameters).ToArray());
        Assert.Equal((2, false), (graph.SmallestImage, graph.IsPlain));
        Assert.Equal([3, 3], graph.Statistics!.Ranges.Select(range => range.Length));
    }

    [Fact]
    public void A_network_without_normalizations_has_no_statistics()
    {
        var features = new GraphBuilder("Bare", 1).Image.Convolution("c", 2, 5, bias: true).Activation();
        var graph = features.GlobalMaxPooling().Linear("fc", 3).ToGraph();
        Assert.Null(graph.Statistics);
        Assert.Empty(graph.InitialStatistics());
        Assert.Equal(["c.weight", "c.bias", "fc.weight", "fc.bias"], graph.Parameters.Ranges.Select(range => range.Name));
        Assert.Equal((5, true), (graph.SmallestImage, graph.IsPlain)); // a smaller window would not fit
        Assert.Equal(new NetworkCost(2 * 25 + 2 + 2 * 3 + 3, 4 * 2 * 25 + 2 * 3), graph.CostOf(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.SidesOf(4));
    }

    /// <summary>(s − 3)/2 + 1 and s/2 are equal where s is odd, and (s − 1)/2 + 1 and s/2 where it is even: some image shows the
    /// difference.</summary>
    [Fact]
    public void What_is_added_has_one_side_for_every_image()
    {
        static NetworkGraph Added(int kernel, int padding)
        {
            var stem = new GraphBuilder("Sum", 1).Image.Convolution("stem", 2, 1);
            var sum = stem.Convolution("halved", 2, kernel, stride: 2, padding).Plus(stem.MaxPooling(2));
            return sum.GlobalMeanPooling().Linear("fc", 2).ToGraph();
        }

        Assert.Equal(2, Added(2, 0).SmallestImage);
        foreach (var (kernel, padding) in new[] { (3, 1), (3, 0) })
        {
            var refused = Assert.Throws<ArgumentException>(() => Added(kernel, padding));
            Assert.Contains("Sum, layer 'addition3' (Addition): it adds planes of ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_network_is_refused_by_layer()
    {
        var pixel = Window.Pixel;
        Layer pooled = new GlobalMeanPooling("p", 0), convolution = new Convolution("c", NetworkGraph.Image, 2, pixel, false);
        Refused("no layer");
        Refused("'c' (Convolution): it has 0 features", new Convolution("c", -1, 0, pixel, false));
        Refused("'c' (Convolution): kernel = 0", new Convolution("c", -1, 1, new Window(0, 1, 0), false));
        Refused("'c' (Convolution): stride = 0", new Convolution("c", -1, 1, new Window(1, 0, 0), false));
        Refused("'c' (Convolution): padding = 3: expected 0 to kernel − 1 (2)", new Convolution("c", -1, 1, new Window(3, 1, 3), false));
        Refused("'m' (MaxPooling): padding = 2: expected at most half", new MaxPooling("m", -1, new Window(3, 1, 2)));
        Refused("'a' (Activation): negativeSlope = 1 must", new Activation("a", -1, 1));
        Refused("'a' (Activation): negativeSlope = NaN must", new Activation("a", -1, double.NaN));
        Refused("'c' (Convolution): it reads layer 0: expected a layer before it", new Convolution("c", 0, 1, pixel, false));
        Refused("a name is made of", new Convolution("c c", -1, 1, pixel, false));
        Refused("'c' (Activation): another layer has this name", convolution, new Activation("c", 0, 0));
        Refused("'a_b' (Activation): another layer has this name", new Activation("a.b", -1, 0), new Activation("a_b", 0, 0));
        Refused("'fc' (Linear): a linear layer reads vectors", convolution, new Linear("fc", 0, 2));
        Refused("'fc' (Linear): it has 0 units", convolution, pooled, new Linear("fc", 1, 0));
        Refused("'n' (Normalization): it reads planes", convolution, pooled, new Normalization("n", 1));
        Refused("'c' (Convolution): it is the last layer and its output is planes", convolution);
        Refused("'a' (Activation): no layer reads it", convolution, new Activation("a", 0, 0), new GlobalMaxPooling("p", 0));
        Refused("'s' (Addition): it adds a layer to itself", convolution, new Addition("s", 0, 0), new GlobalMaxPooling("p", 1));
        Refused(
            "'s' (Addition): it adds 2 planes of 1/1 of the image's side to 3 planes of 1/2 of the image's side",
            convolution, new Convolution("d", 0, 3, new Window(1, 2, 0), false), new Addition("s", 0, 1), new GlobalMaxPooling("p", 2));
        Refused("neither a convolution nor a linear layer", new GlobalMaxPooling("p", -1));
        Assert.Throws<ArgumentException>(() => new NetworkGraph("Net", 0, [convolution, pooled]));
        var builder = new GraphBuilder("Net", 1);
        var early = builder.Image.Convolution("c", 2, 1);
        early.GlobalMaxPooling();
        Assert.Contains("logits", Assert.Throws<ArgumentException>(early.ToGraph).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => early.Plus(new GraphBuilder("Net", 1).Image));

        static void Refused(string message, params Layer[] layers)
        {
            var refused = Assert.Throws<ArgumentException>(() => new NetworkGraph("Net", 1, layers));
            Assert.StartsWith("Net", refused.Message, StringComparison.Ordinal);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }
}
