namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Pairs of normalization and convolution: found where names and shapes tell, and nowhere else.</summary>
public sealed class ConvolutionPairingTests
{
    private static StateDict ResNet => new StateDict().Conv("conv1", 16, 3, 7).Bn("bn1", 16)
        .Conv("layer1.0.conv1", 16, 16).Bn("layer1.0.bn1", 16).Conv("layer1.0.conv2", 16, 16).Bn("layer1.0.bn2", 16)
        .Conv("layer2.0.conv1", 32, 16).Bn("layer2.0.bn1", 32).Conv("layer2.0.conv2", 32, 32).Bn("layer2.0.bn2", 32)
        .Conv("layer2.0.downsample.0", 32, 16, 1).Bn("layer2.0.downsample.1", 32);

    private static readonly string[] _resNetPairs =
    [
        "bn1:conv1", "layer1.0.bn1:layer1.0.conv1", "layer1.0.bn2:layer1.0.conv2", "layer2.0.bn1:layer2.0.conv1",
        "layer2.0.bn2:layer2.0.conv2", "layer2.0.downsample.1:layer2.0.downsample.0",
    ];

    [Fact]
    public void ResNet_in_its_own_order() => Assert.Equal(_resNetPairs, ResNet.Pairs());

    [Fact]
    public void ResNet_with_sorted_names() =>
        Assert.Equal(_resNetPairs.Order(StringComparer.Ordinal), ResNet.Sorted().Pairs("safetensors"));

    [Theory]
    [InlineData("pytorch-zip")]
    [InlineData("safetensors")]
    public void A_pre_activation_network_of_the_same_names_has_no_pairs(string format)
    {
        var network = new StateDict().Conv("conv1", 16, 3)
            .Bn("layer1.0.bn1", 16).Conv("layer1.0.conv1", 16, 16).Bn("layer1.0.bn2", 16).Conv("layer1.0.conv2", 16, 16)
            .Bn("layer2.0.bn1", 16).Conv("layer2.0.conv1", 32, 16).Bn("layer2.0.bn2", 32).Conv("layer2.0.conv2", 32, 32);
        Assert.All((format == "safetensors" ? network.Sorted() : network).Pairs(format), pair => Assert.EndsWith(":-", pair));
    }

    [Fact]
    public void Where_shapes_do_not_tell_the_order_of_modules_does_and_sorted_names_do_not()
    {
        var after = new StateDict().Conv("b.conv1", 8, 8).Bn("b.bn1", 8);
        var before = new StateDict().Bn("b.bn1", 8).Conv("b.conv1", 8, 8).Tensor("a.weight", [2, 2]);
        Assert.Equal(["b.bn1:b.conv1"], after.Pairs());
        Assert.Equal(["b.bn1:-"], after.Sorted().Pairs("safetensors"));
        Assert.Equal(["b.bn1:-"], before.Pairs());
    }

    [Fact]
    public void DenseNets_normalizations_come_before_their_convolutions() => Assert.Equal(
        ["features.norm0:features.conv0", "features.l.norm1:-", "features.l.norm2:-", "features.norm5:-"],
        new StateDict().Conv("features.conv0", 64, 3, 7).Bn("features.norm0", 64).Bn("features.l.norm1", 64)
            .Conv("features.l.conv1", 128, 64, 1)
            .Bn("features.l.norm2", 128)
            .Conv("features.l.conv2", 32, 128)
            .Bn("features.norm5", 96)
            .Pairs());

    [Fact]
    public void Numbers_of_a_sequence_are_its_order() => Assert.Equal(
        ["features.1:features.0", "features.4:features.3", "features.8:-", "seq.0:-", "conv.0.1:conv.0.0", "conv.2:conv.1"],
        new StateDict().Conv("features.0", 8, 3).Bn("features.1", 8).Conv("features.3", 8, 8).Bn("features.4", 8)
            .Conv("features.6", 8, 8).Bn("features.8", 8) // something is between these
            .Bn("seq.0", 8).Conv("seq.1", 8, 8)
            .Conv("conv.0.0", 8, 1).Bn("conv.0.1", 8).Conv("conv.1", 4, 8, 1).Bn("conv.2", 4).Pairs());

    [Fact]
    public void Filters_of_a_transposed_convolution_are_its_second_dimension()
    {
        var pair = Assert.Single(new StateDict().Conv("up.0", 64, 32).Bn("up.1", 32).Read().Layers).Layer.Convolution!;
        Assert.Equal((1, 64 * 9), (pair.FilterAxis, pair.WeightsPerFilter));
    }

    [Fact]
    public void Another_number_of_filters_is_no_pair() => Assert.Equal(
        ["a.1:-", "b.bn:-"], new StateDict().Conv("a.0", 8, 4).Bn("a.1", 6).Conv("b.conv", 8, 4).Bn("b.bn", 6).Pairs());

    [Fact]
    public void Two_candidates_are_none_and_a_convolution_has_one_normalization() => Assert.Equal(
        ["a.bn:-", "b.bn1:-", "b.norm1:-"],
        new StateDict().Conv("a.conv", 8, 3).Conv("a.conv2d", 8, 3).Bn("a.bn", 8)
            .Conv("b.conv1", 8, 3).Bn("b.bn1", 8).Bn("b.norm1", 8).Pairs());

    [Theory]
    [InlineData("model.0.conv", "model.0.bn")] // YOLO
    [InlineData("resnet.embedder.embedder.convolution", "resnet.embedder.embedder.normalization")] // Hugging Face
    [InlineData("backbone.bottom_up.stem.conv1", "backbone.bottom_up.stem.conv1.norm")] // detectron2
    [InlineData("conv_stem", "bn1")] // timm
    [InlineData("bn_head_conv", "bn_head_conv_bn")]
    [InlineData("res2a_branch2a", "bn2a_branch2a")] // Caffe's ResNet
    public void Names_of_other_libraries(string convolution, string norm) =>
        Assert.Equal([$"{norm}:{convolution}"], new StateDict().Conv(convolution, 8, 3).Bn(norm, 8).Sorted().Pairs("safetensors"));

    [Fact]
    public void Blocks_of_timms_efficient_nets_are_known_by_their_names() => Assert.Equal(
        ["b.0.bn1:b.0.conv_pw", "b.0.bn2:b.0.conv_dw", "b.0.bn3:b.0.conv_pwl", "b.1.bn1:b.1.conv_dw", "b.1.bn2:b.1.conv_pw"],
        new StateDict().Conv("b.0.conv_pw", 24, 8, 1).Bn("b.0.bn1", 24).Conv("b.0.conv_dw", 24, 1).Bn("b.0.bn2", 24)
            .Conv("b.0.conv_pwl", 8, 24, 1).Bn("b.0.bn3", 8).Conv("b.1.conv_dw", 8, 1).Bn("b.1.bn1", 8)
            .Conv("b.1.conv_pw", 8, 8, 1).Bn("b.1.bn2", 8).Sorted().Pairs("safetensors"));

    [Fact]
    public void Keras_numbers_are_believed_only_where_all_agree()
    {
        static StateDict Network(int second) => new StateDict().Tensor("conv2d/kernel", [3, 3, 3, 8])
            .Tensor("conv2d_1/kernel", [3, 3, 8, second]).Bn("batch_normalization", 8).Bn("batch_normalization_1", 16);
        Assert.Equal(["batch_normalization:conv2d", "batch_normalization_1:conv2d_1"], Network(16).Pairs("safetensors"));
        Assert.Equal(["batch_normalization:-", "batch_normalization_1:-"], Network(24).Pairs("safetensors"));
    }

    [Fact]
    public void Filters_of_Keras_are_the_last_dimension()
    {
        var layer = Assert.Single(new StateDict().Tensor("c1_conv/kernel", [1, 1, 3, 2], 1, 0, 1, 0, 1, 0).Tensor("c1_conv/bias", [2])
            .Tensor("c1_bn/gamma", [2], 0, 1)
            .Tensor("c1_bn/beta", [2])
            .Tensor("c1_bn/moving_mean", [2])
            .Tensor("c1_bn/moving_variance", [2])
            .Read("safetensors").Layers);
        Assert.Equal("c1_conv", layer.Layer.Convolution!.Name);
        Assert.Equal((1, 1), (layer.Filters!.Zero, layer.Removable));
        Assert.Equal(3 + 1 + 2, layer.RemovableParameters); // the filter, its bias, γ and β
    }

    [Fact]
    public void A_linear_layer_is_no_convolution() => Assert.Equal(
        ["1:-"], new StateDict().Tensor("0.weight", [8, 4]).Tensor("0.bias", [8]).Bn("1", 8).Pairs());
}
