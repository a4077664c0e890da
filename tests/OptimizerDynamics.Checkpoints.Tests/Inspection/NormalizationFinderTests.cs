namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>Normalization layers are found by their tensors, and what only looks like one is not.</summary>
public sealed class NormalizationFinderTests
{
    [Fact]
    public void Batch_normalization_is_told_by_its_running_statistics_whatever_its_name() => Assert.Equal(
        ["features.1:batchnorm", "norm0:batchnorm", "ln:batchnorm"],
        new StateDict().Conv("features.0", 8, 3).Bn("features.1", 8).Bn("norm0", 4).Bn("ln", 4).Kinds());

    [Fact]
    public void Without_running_statistics_nothing_is_called_batch_normalization() => Assert.Equal(
        ["bn1:unknown-norm", "layer1.0.bn2:unknown-norm", "0:unknown-norm"],
        new StateDict().Norm("bn1", 8).Norm("layer1.0.bn2", 8).Norm("0", 8).Kinds());

    [Fact]
    public void A_layer_without_gamma_and_beta_has_the_features_of_its_statistics()
    {
        var layer = Assert.Single(new StateDict().Tensor("bn.running_mean", [5]).Tensor("bn.running_var", [5]).Read().Layers);
        Assert.Equal((NormalizationKind.BatchNorm, 5, 0, null), (layer.Layer.Kind, layer.Features, layer.Below, layer.NeverFires));
    }

    [Theory]
    [InlineData("transformer.h.0.ln_1", "layernorm")]
    [InlineData("ln_f", "layernorm")]
    [InlineData("encoder.layer.0.attention.output.LayerNorm", "layernorm")]
    [InlineData("model.layers.0.input_layernorm", "layernorm")]
    [InlineData("down_blocks.0.attentions.0.group_norm", "groupnorm")]
    [InlineData("backbone.gn1", "groupnorm")]
    [InlineData("blocks.0.rms_norm", "rmsnorm")]
    [InlineData("conv_norm_out", "unknown-norm")]
    [InlineData("instance_norm", "unknown-norm")]
    [InlineData("blocks.0.grn", "unknown-norm")]
    public void A_scale_and_a_shift_are_what_their_name_says(string name, string kind) =>
        Assert.Equal([$"{name}:{kind}"], new StateDict().Norm(name, 8).Kinds());

    [Fact]
    public void Normalizations_of_a_vision_transformer_are_told_by_what_stands_beside_them() => Assert.Equal(
        ["blocks.0.norm1:layernorm", "blocks.0.norm2:layernorm", "norm:layernorm"],
        new StateDict().Tensor("cls_token", [1, 1, 8]).Tensor("pos_embed", [1, 9, 8]).Tensor("patch_embed.proj.weight", [8, 3, 4, 4])
            .Norm("blocks.0.norm1", 8).Tensor("blocks.0.attn.qkv.weight", [24, 8]).Tensor("blocks.0.attn.qkv.bias", [24])
            .Norm("blocks.0.norm2", 8).Tensor("blocks.0.mlp.fc1.weight", [32, 8]).Tensor("blocks.0.mlp.fc1.bias", [32])
            .Norm("norm", 8).Tensor("head.weight", [10, 8]).Tensor("head.bias", [10]).Kinds());

    [Fact]
    public void A_norm_between_convolutions_is_of_unknown_kind() => Assert.Equal(
        ["resnets.0.norm1:unknown-norm"], new StateDict().Norm("resnets.0.norm1", 8).Conv("resnets.0.conv1", 8, 8).Kinds());

    [Fact]
    public void Llamas_scales_are_rms_normalization() => Assert.Equal(
        ["model.layers.0.input_layernorm:rmsnorm", "model.layers.0.post_attention_layernorm:rmsnorm", "model.norm:rmsnorm"],
        new StateDict().Tensor("model.embed_tokens.weight", [16, 8]).Tensor("model.layers.0.input_layernorm.weight", [8])
            .Tensor("model.layers.0.self_attn.q_proj.weight", [8, 8]).Tensor("model.layers.0.post_attention_layernorm.weight", [8])
            .Tensor("model.norm.weight", [8]).Kinds());

    [Fact]
    public void What_is_no_normalization_is_left_out() => Assert.Empty(
        new StateDict().Tensor("fc.weight", [10, 8]).Tensor("fc.bias", [10]) // linear
            .Tensor("head.weight", [1, 8]).Tensor("head.bias", [1])
            .Tensor("one.weight", [8, 1]).Tensor("one.bias", [8])
            .Tensor("wpe.weight", [16, 8]).Tensor("position_embeddings.weight", [16, 8]) // embeddings
            .Tensor("prelu.weight", [8]).Tensor("ls1.gamma", [8]).Tensor("gamma", [8]) // PReLU, LayerScale
            .Tensor("cls.bias", [8]).Tensor("logit_scale", []).Tensor("conv.weight", [8, 3, 3, 3]).Tensor("conv.bias", [8]).Kinds());

    [Theory]
    [InlineData(
        "batch_normalization/gamma", "batch_normalization/beta", "batch_normalization/moving_mean", "batch_normalization/moving_variance")]
    [InlineData("bn.gamma", "bn.beta", "bn.moving_mean", "bn.moving_variance")]
    [InlineData("bn/gamma:0", "bn/beta:0", "bn/moving_mean:0", "bn/moving_variance:0")]
    [InlineData("layers/batch_normalization/vars/0", "layers/batch_normalization/vars/1", "layers/batch_normalization/vars/2",
        "layers/batch_normalization/vars/3")]
    [InlineData("params.BatchNorm_0.scale", "params.BatchNorm_0.bias", "batch_stats.BatchNorm_0.mean", "batch_stats.BatchNorm_0.var")]
    public void Batch_normalizations_of_other_frameworks_are_found(string gamma, string beta, string mean, string variance)
    {
        var layer = Assert.Single(new StateDict()
            .Tensor(gamma, [3], 0, 1, 2).Tensor(beta, [3], -1, 0, 1).Tensor(mean, [3]).Tensor(variance, [3]).Read("safetensors").Layers);
        Assert.Equal(NormalizationKind.BatchNorm, layer.Layer.Kind);
        Assert.Equal([0, 1, 2], layer.Scale.ToArray());
        Assert.Equal([-1, 0, 1], layer.Shift.ToArray());
    }

    [Fact]
    public void Tensors_of_different_sizes_are_told_and_left_out()
    {
        var reading = new StateDict().Norm("bn", 4).Tensor("bn.running_mean", [5]).Tensor("bn.running_var", [5]).Read();
        Assert.Empty(reading.Layers);
        Assert.Contains("bn has a running mean", Assert.Single(reading.Notes));
    }

    [Fact]
    public void A_checkpoint_without_tensors_has_no_layers() => Assert.Empty(new StateDict().Kinds());
}
