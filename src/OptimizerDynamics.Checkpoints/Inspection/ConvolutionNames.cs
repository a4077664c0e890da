using System.Text.RegularExpressions;

namespace OptimizerDynamics.Checkpoints;

/// <summary>What the convolution before a normalization layer is called, by the layer's own name.</summary>
internal static partial class ConvolutionNames
{
    private static readonly string[] _convolutions =
        ["conv", "convolution", "conv1d", "conv2d", "conv3d", "deconv", "conv_transpose", "convtranspose", "Conv"];

    /// <summary>The order in which timm's EfficientNets and MobileNets normalize, by the convolutions of a block: all of these and no
    /// other; <c>bn1</c> belongs to the first.</summary>
    private static readonly string[][] _timm =
        [["conv_pw", "conv_dw", "conv_pwl"], ["conv_exp", "conv_pwl"], ["conv_dw", "conv_pw"], ["conv_stem", "conv_head"], ["conv_stem"]];

    /// <summary>Names of siblings that can be the convolution of a layer: <c>conv1</c> for <c>bn1</c>, <c>convolution</c> for
    /// <c>normalization</c>, <c>block1_conv1</c> for <c>block1_conv1_bn</c>, <c>res2a_branch2a</c> for <c>bn2a_branch2a</c>.</summary>
    /// <param name="last">The last part of the layer's name.</param>
    public static HashSet<string> Siblings(string last)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match word in NormalizationPattern().Matches(last))
        {
            var (before, after) = (last[..word.Index], last[(word.Index + word.Length)..]);
            foreach (var convolution in _convolutions)
                names.Add(before + convolution + after);
            if (after.Length == 0 && before.Length > 1 && before[^1] == '_')
                names.Add(before[..^1]);
            if (before.Length == 0 && after.Length > 1 && after[0] == '_')
                names.Add(after[1..]);
            if (before.Length == 0)
                names.Add("res" + after);
        }

        names.Remove(last);
        return names;
    }

    /// <summary>The convolution of a layer in a block of timm's; null where the block is none.</summary>
    /// <param name="last">The last part of the layer's name: <c>bn1</c>, <c>bn2</c>, <c>bn3</c>.</param>
    /// <param name="convolutions">The last parts of the names of all convolutions beside it.</param>
    public static string? OfTimm(string last, IReadOnlySet<string> convolutions)
    {
        if (last is not ['b', 'n', >= '1' and <= '3'])
            return null;
        var place = last[^1] - '1';
        return _timm.FirstOrDefault(convolutions.SetEquals) is { } block && place < block.Length ? block[place] : null;
    }

    /// <summary>
    /// A name with its numbers left out, but for those of <c>conv2d</c> and the like: <c>bn#</c>, <c>block#_conv#_bn</c>.
    /// </summary>
    /// <param name="last">The last part of a module's name.</param>
    public static string PatternOf(string last) => NumberPattern().Replace(last, "#");

    [GeneratedRegex(
        "(?<![A-Za-z])(batch_?norm(alization)?|normalization|norm|bn|BN|gn|BatchNorm)(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex NormalizationPattern();

    [GeneratedRegex("[0-9]+(?!d)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
