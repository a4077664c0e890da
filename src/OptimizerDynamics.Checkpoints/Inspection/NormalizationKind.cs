namespace OptimizerDynamics.Checkpoints;

/// <summary>What a normalization layer normalizes over.</summary>
public enum NormalizationKind
{
    /// <summary>Each channel over the mini-batch, with running statistics: what the paper is about.</summary>
    BatchNorm,

    /// <summary>All features of an example or of a token.</summary>
    LayerNorm,

    /// <summary>Groups of channels of an example.</summary>
    GroupNorm,

    /// <summary>All features of an example by their root mean square, without a mean.</summary>
    RmsNorm,

    /// <summary>A scale for each feature, of a layer of which neither tensors nor names tell the kind.</summary>
    Unknown,
}

/// <summary>Words for <see cref="NormalizationKind"/>.</summary>
public static class NormalizationKindNames
{
    /// <summary>The kind in JSON and CSV: <c>batchnorm</c>, <c>layernorm</c>, <c>groupnorm</c>, <c>rmsnorm</c>,
    /// <c>unknown-norm</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(this NormalizationKind kind) => kind switch
    {
        NormalizationKind.BatchNorm => "batchnorm",
        NormalizationKind.LayerNorm => "layernorm",
        NormalizationKind.GroupNorm => "groupnorm",
        NormalizationKind.RmsNorm => "rmsnorm",
        _ => "unknown-norm",
    };

    /// <summary>The kind in a sentence: BatchNorm, LayerNorm, GroupNorm, RMSNorm, unknown normalization.</summary>
    /// <param name="kind">The kind.</param>
    public static string Title(this NormalizationKind kind) => kind switch
    {
        NormalizationKind.BatchNorm => "BatchNorm",
        NormalizationKind.LayerNorm => "LayerNorm",
        NormalizationKind.GroupNorm => "GroupNorm",
        NormalizationKind.RmsNorm => "RMSNorm",
        _ => "unknown normalization",
    };
}
