using System.Text.RegularExpressions;

namespace OptimizerDynamics.Checkpoints;

/// <summary>What the name of a module says of its normalization.</summary>
internal enum NormalizationHint
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That it normalizes (<c>norm1</c>), and not over what.</summary>
    Some,

    /// <summary>Batch normalization (<c>bn1</c>, <c>batch_normalization_2</c>).</summary>
    Batch,

    /// <summary>Layer normalization, spelled out (<c>input_layernorm</c>): RMS normalizations without a bias are called so, too.</summary>
    LayerInFull,

    /// <summary>Layer normalization, as GPT's are called (<c>ln_1</c>).</summary>
    Layer,

    /// <summary>Group normalization.</summary>
    Group,

    /// <summary>RMS normalization.</summary>
    Rms,

    /// <summary>Instance normalization.</summary>
    Instance,
}

/// <summary>Reads names of modules.</summary>
internal static partial class NormalizationNames
{
    /// <summary>Parts of names that only blocks of transformers have beside their normalization.</summary>
    private static readonly HashSet<string> _transformerParts = new(StringComparer.OrdinalIgnoreCase)
    {
        "attn", "attn1", "attn2", "self_attn", "cross_attn", "encoder_attn", "multihead_attn", "attention", "self_attention", "mlp", "ffn",
        "ff", "feed_forward", "linear1", "fc1", "token_mixing", "channel_mixing",
    };

    /// <summary>What a module's name says.</summary>
    /// <param name="module">The module's name. Where its last part is a number, the part before it counts (<c>norms.0</c>).</param>
    public static NormalizationHint HintOf(string module)
    {
        var parts = module.Split('.', '/');
        var part = parts.Length > 1 && parts[^1].All(char.IsAsciiDigit) ? parts[^2] : parts[^1];
        var words = WordPattern().Matches(part).Select(match => match.Value.ToLowerInvariant()).ToHashSet();
        var joined = part.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        bool Says(string text) => joined.Contains(text, StringComparison.Ordinal);
        return Says("rmsnorm") || words.Contains("rms") ? NormalizationHint.Rms
            : Says("groupnorm") || words.Contains("gn") ? NormalizationHint.Group
            : Says("layernorm") ? NormalizationHint.LayerInFull
            : words.Contains("ln") ? NormalizationHint.Layer
            : Says("instancenorm") ? NormalizationHint.Instance
            : Says("batchnorm") || words.Contains("bn") ? NormalizationHint.Batch
            : Says("norm") ? NormalizationHint.Some
            : NormalizationHint.None;
    }

    /// <summary>Whether a module is called as a part of a transformer's block is.</summary>
    /// <param name="part">A part of a module's name.</param>
    public static bool IsOfTransformers(string part) => _transformerParts.Contains(part);

    /// <summary>Whether a scale without a shift is called as Llama's RMS normalizations are.</summary>
    /// <param name="part">The last part of a module's name.</param>
    public static bool IsOfLlama(string part) => part is "attention_norm" or "ffn_norm";

    /// <summary>Words of a part: <c>syncBN2_a</c> is sync, BN, a.</summary>
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();
}
