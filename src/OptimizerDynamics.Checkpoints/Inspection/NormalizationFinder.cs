namespace OptimizerDynamics.Checkpoints;

/// <summary>Finds the normalization layers of a state dict by its tensors, and by names where tensors do not tell.</summary>
/// <remarks>
/// <para><b>Batch normalization</b> has a running mean and variance (<c>running_mean</c>, <c>running_var</c>; Keras's <c>moving_mean</c>,
/// <c>moving_variance</c>; Flax's <c>batch_stats</c>), whatever else it has: γ and β, one of them, or neither. In Flax and Haiku, whose
/// modules are called after their class, a <c>scale</c> of a module called batch norm is one, too.</para>
/// <para><b>Without these statistics</b> a layer is never called batch normalization, whatever its name: residual networks with group
/// normalization call theirs <c>bn1</c>. A scale and a shift with one dimension are a normalization, whose kind the name tells
/// (<c>ln_1</c>, <c>gn2</c>, <c>LayerNorm</c>), or the neighbours (<c>norm1</c> beside <c>attn</c> and <c>mlp</c>). A scale alone is one
/// only where its name says so; spelled <c>layernorm</c> it is the RMS normalization of T5 and Llama.</para>
/// <para>Matrices and higher ranks, a bias alone and a <c>gamma</c> alone (LayerScale) are none.</para>
/// </remarks>
internal sealed class NormalizationFinder
{
    /// <summary>The largest number of features of a layer: the widest of published networks have some 10⁵.</summary>
    private const long MostFeatures = 1 << 20;

    /// <summary>The largest number of features of all layers: published networks have up to 10⁶, and with γ, β and what is made of them
    /// so many take half a gigabyte. A view of a file can claim any number of elements that are not in it.</summary>
    private const long MostInAll = 20_000_000;

    private readonly Dictionary<string, CheckpointModule> _modules;
    private readonly HashSet<string> _transformers = new(StringComparer.Ordinal), _withConvolutions;
    private readonly List<string> _notes = [];
    private readonly bool _isOfLlama;
    private long _features;

    private NormalizationFinder(Dictionary<string, CheckpointModule> modules)
    {
        _modules = modules;
        foreach (var module in modules.Keys)
        {
            for (var end = 0; end < module.Length;)
            {
                var next = module.IndexOfAny(['.', '/'], end);
                var part = module[end..(next < 0 ? module.Length : next)];
                if (NormalizationNames.IsOfTransformers(part))
                    _transformers.Add(module[..end]);
                end = next < 0 ? module.Length : next + 1;
            }
        }

        _withConvolutions = modules.Values.Where(module => module.Find("weight")?.Data.Shape.Count == 4).Select(module => module.Parent)
            .ToHashSet(StringComparer.Ordinal);
        _isOfLlama =
            modules.Values.Any(module => module.Find("bias", "beta", "offset") is null && module.Find("weight", "scale") is not null
                && (NormalizationNames.IsOfLlama(module.Last)
                    || NormalizationNames.HintOf(module.Name) is NormalizationHint.Rms or NormalizationHint.LayerInFull));
    }

    /// <summary>Finds the layers.</summary>
    /// <param name="modules">The modules of the state dict.</param>
    /// <param name="notes">Takes a sentence for each layer that was left out though its tensors are called as a layer's.</param>
    public static List<NormalizationLayer> Find(Dictionary<string, CheckpointModule> modules, ICollection<string> notes)
    {
        var finder = new NormalizationFinder(modules);
        List<NormalizationLayer> layers = [.. modules.Values.Select(finder.LayerOf).OfType<NormalizationLayer>()];
        foreach (var note in finder._notes)
            notes.Add(note);
        return finder.WithLastNorms(layers);
    }

    private NormalizationLayer? LayerOf(CheckpointModule module)
    {
        var hint = NormalizationNames.HintOf(module.Name);
        var (scale, shift, mean, variance) = TensorsOf(module, hint);
        if (mean is not null && variance is not null)
            return WithStatistics(module, hint, scale, shift, mean, variance);
        if (scale is null || !IsVector(scale.Data) || (hint == NormalizationHint.None && scale.Data.Shape.Count != 1))
            return null;
        if (shift is null)
            return KindOfScale(module, hint) is { } alone ? Made(module, alone, scale, null, false) : null;
        var isPair = shift.Data.Count == scale.Data.Count && IsVector(shift.Data)
            && (hint != NormalizationHint.None || shift.Data.Shape.Count == 1);
        return isPair ? Made(module, KindOf(module, hint, scale), scale, shift, false) : null;
    }

    private NormalizationLayer? WithStatistics(
        CheckpointModule module, NormalizationHint hint, NamedTensor? scale, NamedTensor? shift, NamedTensor mean, NamedTensor variance)
    {
        var others = new[] { scale, shift, variance };
        if (!IsVector(mean.Data)
            || others.Any(tensor => tensor is not null && (!IsVector(tensor.Data) || tensor.Data.Count != mean.Data.Count)))
        {
            _notes.Add($"{module.Name} has a running mean and variance, but its tensors differ in size; it was left out.");
            return null;
        }

        var kind = hint == NormalizationHint.Instance ? NormalizationKind.Unknown : NormalizationKind.BatchNorm;
        return Made(module, kind, scale, shift, true, mean.Data.Count);
    }

    private static (NamedTensor? Scale, NamedTensor? Shift, NamedTensor? Mean, NamedTensor? Variance) TensorsOf(
        CheckpointModule module, NormalizationHint hint)
    {
        var (first, second, third, fourth) = (module.Find("vars.0"), module.Find("vars.1"), module.Find("vars.2"), module.Find("vars.3"));
        if (hint == NormalizationHint.Batch && fourth is not null && module.Find("vars.4") is null)
            return (first, second, third, fourth);
        if (hint == NormalizationHint.LayerInFull && second is not null && third is null)
            return (first, second, null, null);
        var scale = module.Find("weight", "gamma", "scale");
        var isNamed = scale?.Name.EndsWith("scale", StringComparison.Ordinal) == true || hint == NormalizationHint.Batch;
        return (scale, module.Find("bias", "beta", "offset"),
            module.Find("running_mean", "moving_mean") ?? (isNamed ? module.Find("mean") : null),
            module.Find("running_var", "running_variance", "moving_variance", "moving_var") ?? (isNamed ? module.Find("var") : null));
    }

    private NormalizationKind KindOf(CheckpointModule module, NormalizationHint hint, NamedTensor scale) => hint switch
    {
        NormalizationHint.Rms => NormalizationKind.RmsNorm,
        NormalizationHint.Group => NormalizationKind.GroupNorm,
        NormalizationHint.Layer or NormalizationHint.LayerInFull => NormalizationKind.LayerNorm,
        NormalizationHint.Batch when scale.Name.EndsWith("scale", StringComparison.Ordinal) => NormalizationKind.BatchNorm,
        NormalizationHint.Some when IsInTransformer(module) => NormalizationKind.LayerNorm,
        _ => NormalizationKind.Unknown,
    };

    /// <summary>The kind of a scale without a shift; null where it is no normalization.</summary>
    private NormalizationKind? KindOfScale(CheckpointModule module, NormalizationHint hint) => hint switch
    {
        NormalizationHint.None => null,
        NormalizationHint.Rms or NormalizationHint.LayerInFull => NormalizationKind.RmsNorm,
        NormalizationHint.Layer => NormalizationKind.LayerNorm,
        NormalizationHint.Group => NormalizationKind.GroupNorm,
        NormalizationHint.Some when NormalizationNames.IsOfLlama(module.Last) || _isOfLlama => NormalizationKind.RmsNorm,
        _ => NormalizationKind.Unknown,
    };

    /// <summary>Whether a module stands in a block with an attention or a perceptron, and no convolution beside it.</summary>
    private bool IsInTransformer(CheckpointModule module) =>
        _transformers.Contains(module.Parent) && !_withConvolutions.Contains(module.Parent);

    /// <summary>The last normalization of a transformer (<c>norm</c>, <c>encoder.norm</c>) stands outside its blocks; it is what theirs
    /// are, where all of theirs are one kind.</summary>
    private List<NormalizationLayer> WithLastNorms(List<NormalizationLayer> layers)
    {
        bool IsLast(NormalizationLayer layer) =>
            layer.Kind == NormalizationKind.Unknown && layer.Name.Split('.', '/') is [.. { Length: <= 2 }, "norm" or "fc_norm"];
        var blocks = layers.Where(layer => _modules[layer.Name] is var module && IsInTransformer(module)).ToList();
        return blocks.Count == 0 || blocks.Any(layer => layer.Kind != NormalizationKind.LayerNorm)
            ? layers
            : [.. layers.Select(layer => IsLast(layer) && blocks.Exists(block => block.Features == layer.Features)
                ? layer with { Kind = NormalizationKind.LayerNorm }
                : layer)];
    }

    private NormalizationLayer? Made(
        CheckpointModule module, NormalizationKind kind, NamedTensor? scale, NamedTensor? shift, bool hasStatistics, long? features = null)
    {
        var count = features ?? scale!.Data.Count;
        if (count is < 1 or > MostFeatures || _features + count > MostInAll)
        {
            _notes.Add($"{module.Name} has tensors of a normalization layer with {count} elements; it was left out.");
            return null;
        }

        foreach (var tensor in new[] { scale, shift })
        {
            if (tensor
                is { Data.ElementType: not (ElementType.Float64 or ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16) })
            {
                _notes.Add($"{tensor.Name} is of the type {tensor.Data.ElementType}, which is not read; {module.Name} was left out.");
                return null;
            }
        }

        _features += count;
        return new NormalizationLayer(module.Name, kind, (int)count, scale, shift, hasStatistics);
    }

    /// <summary>Whether all elements lie along one dimension; Haiku's have others of size 1 beside it.</summary>
    private static bool IsVector(TensorData tensor) => tensor.Shape.Count > 0 && tensor.Shape.Count(size => size != 1) <= 1;
}
