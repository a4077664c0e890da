using System.Globalization;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Pairs each normalization layer with the convolution whose output it normalizes, where that is certain.</summary>
/// <remarks>
/// <para>A pair needs names and shapes. The names are those of one place in the network: a normalization inside its convolution
/// (<c>conv1.norm</c>), the modules i − 1 and i of a <c>Sequential</c> (<c>features.0</c> and <c>features.1</c>), or siblings
/// (<c>conv1</c> and <c>bn1</c>, <c>convolution</c> and <c>normalization</c>, <c>conv</c> and <c>bn</c>). The convolution has as many
/// filters as the layer has features.</para>
/// <para><b>Siblings do not tell which comes first</b>: pre-activation networks normalize before <c>conv1</c> with <c>bn1</c>, and where a
/// convolution has as many inputs as filters, shapes do not tell either. Such a pair holds only if other siblings of these names in the
/// file show by their shapes that theirs come after and none shows that it comes before; or, where none shows anything, by the order in
/// which a PyTorch file keeps modules. That order can also speak against a pair. The names in safetensors are sorted and show
/// nothing.</para>
/// <para>Where two convolutions are candidates, or two layers claim one convolution, there is no pair.</para>
/// </remarks>
internal sealed class ConvolutionPairing
{
    private readonly Dictionary<string, ConvolutionModule> _convolutions;
    private readonly Dictionary<string, CheckpointModule> _modules;
    private readonly Dictionary<string, HashSet<string>> _beside = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ConvolutionEnd>> _evidence = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, int>> _counts;
    private readonly bool _hasOrder;

    private ConvolutionPairing(
        Dictionary<string, CheckpointModule> modules, IReadOnlyList<NormalizationLayer> layers, bool isInOrderOfModules)
    {
        (_modules, _hasOrder) = (modules, isInOrderOfModules);
        _counts = new(() => modules.Values.CountBy(module => module.Parent + ConvolutionNames.PatternOf(module.Last)).ToDictionary());
        _convolutions = modules.Values.Select(ConvolutionModule.Of).OfType<ConvolutionModule>()
            .ToDictionary(convolution => convolution.Module.Name, StringComparer.Ordinal);
        foreach (var convolution in _convolutions.Values)
        {
            if (!_beside.TryGetValue(convolution.Module.Parent, out var names))
                _beside.Add(convolution.Module.Parent, names = new HashSet<string>(StringComparer.Ordinal));
            names.Add(convolution.Module.Last);
        }

        foreach (var layer in layers)
        {
            if (Sibling(modules[layer.Name]) is not { } sibling)
                continue;
            var pattern = PatternOf(modules[layer.Name], sibling);
            if (!_evidence.TryGetValue(pattern, out var ends))
                _evidence.Add(pattern, ends = []);
            ends.Add(sibling.EndOf(layer.Features));
        }
    }

    /// <summary>The layers with their convolutions.</summary>
    /// <param name="modules">The modules of the state dict.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="isInOrderOfModules">Whether the file keeps tensors in the order in which modules were made.</param>
    public static IReadOnlyList<NormalizationLayer> Pair(
        Dictionary<string, CheckpointModule> modules, IReadOnlyList<NormalizationLayer> layers, bool isInOrderOfModules)
    {
        var pairing = new ConvolutionPairing(modules, layers, isInOrderOfModules);
        var pairs = layers.Select(pairing.PairOf).ToList();
        var claims = pairs.OfType<PairedConvolution>().CountBy(pair => pair.Name).ToDictionary();
        return
        [
            .. layers.Zip(pairs, (layer, pair) => layer with { Convolution = pair is not null && claims[pair.Name] == 1 ? pair : null }),
        ];
    }

    /// <summary>Whether a file keeps modules in their order: PyTorch does, but for files whose names somebody sorted.</summary>
    /// <param name="content">The file's content.</param>
    public static bool IsInOrderOfModules(CheckpointContent content)
    {
        var names = content.Tensors.Select(tensor => tensor.Name);
        return content.Format.StartsWith("pytorch", StringComparison.Ordinal)
            && names.Zip(names.Skip(1)).Any(pair => string.CompareOrdinal(pair.First, pair.Second) > 0);
    }

    private PairedConvolution? PairOf(NormalizationLayer layer)
    {
        var module = _modules[layer.Name];
        if (Inside(module) is { } around)
            return around.EndOf(layer.Features) is ConvolutionEnd.Output or ConvolutionEnd.Both ? around.Before(layer.Features) : null;
        if (int.TryParse(module.Last, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            return place > 0 && Find(module.Parent + (place - 1).ToString(CultureInfo.InvariantCulture)) is { } last
                ? last.Before(layer.Features) : null;
        }

        if (Sibling(module) is not { } sibling)
            return null;
        return sibling.EndOf(layer.Features) switch
        {
            ConvolutionEnd.Output => IsSafe(module, sibling) ? sibling.Before(layer.Features) : null,
            ConvolutionEnd.Both => IsAfter(module, sibling) ? sibling.Before(layer.Features) : null,
            _ => null,
        };
    }

    /// <summary>The convolution that a layer is a part of.</summary>
    private ConvolutionModule? Inside(CheckpointModule module) =>
        module.Parent.Length > 1 && NormalizationNames.HintOf(module.Name) != NormalizationHint.None ? Find(module.Parent[..^1]) : null;

    /// <summary>The only sibling that can be the layer's convolution by its name.</summary>
    private ConvolutionModule? Sibling(CheckpointModule module)
    {
        if (!_beside.TryGetValue(module.Parent, out var beside))
            return null;
        if (ConvolutionNames.OfTimm(module.Last, beside) is { } known)
            return Find(module.Parent + known);
        List<string> found = [.. ConvolutionNames.Siblings(module.Last).Where(beside.Contains)];
        return found is [var only] ? Find(module.Parent + only) : null;
    }

    /// <summary>Whether a convolution with as many inputs as filters comes before its layer.</summary>
    private bool IsAfter(CheckpointModule module, ConvolutionModule sibling)
    {
        var (evidence, isLater) = (_evidence[PatternOf(module, sibling)], module.Order > sibling.Module.Order);
        var isKnown = _beside.TryGetValue(module.Parent, out var beside) && ConvolutionNames.OfTimm(module.Last, beside) is not null;
        return isKnown
            || (!evidence.Contains(ConvolutionEnd.Input) && IsSafe(module, sibling)
                && (evidence.Contains(ConvolutionEnd.Output) ? isLater || !_hasOrder : isLater && _hasOrder));
    }

    /// <summary>Keras numbers layers of each class by themselves: <c>conv2d_3</c> and <c>batch_normalization_3</c> have to do with each
    /// other only where that holds for all of them.</summary>
    private bool IsSafe(CheckpointModule module, ConvolutionModule sibling)
    {
        if (ConvolutionNames.PatternOf(module.Last) is not ("batch_normalization" or "batch_normalization_#")
            || !sibling.Module.Last.StartsWith("conv2d", StringComparison.Ordinal))
            return true;
        string[] patterns = ["batch_normalization|conv2d", "batch_normalization_#|conv2d_#"];
        var evidence = patterns.SelectMany(pattern => _evidence.GetValueOrDefault(module.Parent + pattern) ?? []).ToHashSet();
        int Count(string name) => _counts.Value.GetValueOrDefault(module.Parent + name)
            + _counts.Value.GetValueOrDefault($"{module.Parent}{name}_#");
        return evidence.Contains(ConvolutionEnd.Output) && !evidence.Contains(ConvolutionEnd.Input)
            && !evidence.Contains(ConvolutionEnd.Neither) && Count("conv2d") == Count("batch_normalization");
    }

    private ConvolutionModule? Find(string name) => _convolutions.GetValueOrDefault(name);

    /// <summary>Siblings of the same names without numbers are witnesses for each other: all over the file, and in Keras, whose names have
    /// no blocks, below one parent.</summary>
    private static string PatternOf(CheckpointModule module, ConvolutionModule sibling)
    {
        var pattern = $"{ConvolutionNames.PatternOf(module.Last)}|{ConvolutionNames.PatternOf(sibling.Module.Last)}";
        return pattern.StartsWith("batch_normalization", StringComparison.Ordinal) ? module.Parent + pattern : pattern;
    }
}
