using System.Collections.Immutable;

namespace OptimizerDynamics.Checkpoints;

/// <summary>What γ and β of a normalization layer, and the weights before it, say of its features.</summary>
/// <remarks>All numbers are compared as float64, whatever type the file stores: a float32 of 0.001 is
/// 0.001000000047…, which is not below 1e-3. A feature with a γ that is not finite is counted in <see cref="NotFinite"/> and nowhere else.
/// A layer without γ is one with γ = 1.</remarks>
public sealed class LayerReading
{
    /// <summary>Below this |γ| a feature counts as dead, as in the paper.</summary>
    public const double Dead = 1e-3;

    /// <summary>The looser threshold.</summary>
    public const double Small = 1e-2;

    /// <summary>Below this share of positions a feature counts as one that rarely fires.</summary>
    public const double Rare = 1e-3;

    private LayerReading(NormalizationLayer layer, ImmutableArray<double> scale, ImmutableArray<double> shift, ElementType type)
    {
        (Layer, Scale, Shift) = (layer, scale, shift);
        var normal = SmallestNormal(type);
        NotFinite = scale.Count(value => !double.IsFinite(value));
        Below = CountBelow(Dead);
        BelowSmall = CountBelow(Small);
        Negative = scale.Count(value => double.IsFinite(value) && value < 0);
        Zero = scale.Count(value => value == 0);
        Denormal = scale.Count(value => value != 0 && Math.Abs(value) < normal);
        ShiftNotFinite = shift.Count(value => !double.IsFinite(value));
        ScaleHistogram = Histogram.Of(Histogram.ScaleEdges, scale.Select(Math.Abs));
        ShiftHistogram = Histogram.Of(Histogram.ShiftEdges, shift);
        FiringShares = shift.IsEmpty ? [] : [.. Enumerable.Range(0, Features).Select(FiringShare)];
        if (!shift.IsEmpty)
        {
            NeverFires = Enumerable.Range(0, Features).Count(NeverFiresAt);
            RarelyFires = FiringShares.Count(share => share < Rare);
        }
    }

    /// <summary>The layer.</summary>
    public NormalizationLayer Layer { get; }

    /// <summary>The number of features.</summary>
    public int Features => Layer.Features;

    /// <summary>γ of each feature; empty where the layer has none.</summary>
    public ImmutableArray<double> Scale { get; }

    /// <summary>β of each feature; empty where the layer has none.</summary>
    public ImmutableArray<double> Shift { get; }

    /// <summary>Features with |γ| &lt; 1e-3: dead ones, by the paper's threshold.</summary>
    public int Below { get; }

    /// <summary>Features with |γ| &lt; 1e-2, those of <see cref="Below"/> among them.</summary>
    public int BelowSmall { get; }

    /// <summary>Features with a finite γ below 0.</summary>
    public int Negative { get; }

    /// <summary>Features of which γ is NaN or infinite.</summary>
    public int NotFinite { get; }

    /// <summary>Features of which γ is exactly 0, of either sign.</summary>
    public int Zero { get; }

    /// <summary>Features of which γ is not 0 and smaller in magnitude than the smallest normal number of the type that the file stores
    /// (1.2e-38 of float32 and bfloat16, 6.1e-5 of float16).</summary>
    public int Denormal { get; }

    /// <summary>Features of which β is NaN or infinite.</summary>
    public int ShiftNotFinite { get; }

    /// <summary>Features that are silent by threshold if a ReLU follows: |γ| &lt; 1e-3 and β ≤ 0, both finite. Null where the layer has no
    /// β.</summary>
    public int? NeverFires { get; }

    /// <summary>Features that fire at less than 0.1 % of positions if a ReLU follows, by <see cref="FiringShares"/>. Null where the layer
    /// has no β.</summary>
    public int? RarelyFires { get; }

    /// <summary>Φ(β/|γ|) of each feature: the share of positions at which a normalized, normally distributed input x̂ gives γ·x̂ + β &gt;
    /// 0. For γ = 0 it is 1 or 0, as β is above 0 or not; NaN where γ or β is not finite. Empty where the layer has no β.</summary>
    public ImmutableArray<double> FiringShares { get; }

    /// <summary>How |γ| is distributed.</summary>
    public Histogram ScaleHistogram { get; }

    /// <summary>How β is distributed; empty where the layer has none.</summary>
    public Histogram ShiftHistogram { get; }

    /// <summary>Filters of the paired convolution whose weights are all (nearly) zero; null where there is no pair.</summary>
    public FilterReading? Filters { get; private init; }

    /// <summary>How fast regularization shrinks γ and β while their gradients are silent; null where the file does not tell.</summary>
    public LayerDecay? Decay { get; internal set; }

    /// <summary>Whether γ is exactly 0 everywhere: so begin the last normalizations of residual branches (zero-initialised), and so they
    /// stay where nothing trains them.</summary>
    public bool IsAllZero => Scale.Length > 0 && Zero == Features;

    /// <summary>Dead features that could be removed, with the filters that make them: <see cref="Below"/> of a batch normalization
    /// whose convolution is known, else 0: other kinds normalize over features, and change if some go.</summary>
    /// <remarks>What a dead feature still gives, its β, is a constant that the next layer's bias can take over. A feature that is added to
    /// others (the last of a residual branch) can only be removed with all that it is added to.</remarks>
    public int Removable =>
        Layer.Convolution is null || Layer.Kind != NormalizationKind.BatchNorm ? 0 : Enumerable.Range(0, Scale.Length).Count(IsDeadAt);

    /// <summary>The parameters that <see cref="Removable"/> features take with them: the filter's weights and bias, γ and β. What the next
    /// layer saves, an input for each, comes on top.</summary>
    public long RemovableParameters => Layer.Convolution is not { } convolution ? 0 : Removable
        * (convolution.WeightsPerFilter + (convolution.Bias is null ? 0 : 1) + 1 + (Layer.Shift is null ? 0 : 1));

    /// <summary>Reads a layer.</summary>
    /// <param name="layer">The layer.</param>
    public static LayerReading Of(NormalizationLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new LayerReading(
            layer, [.. layer.Scale?.Data.ToArray() ?? []], [.. layer.Shift?.Data.ToArray() ?? []],
            layer.Scale?.Data.ElementType ?? ElementType.Float64)
        {
            Filters = layer.Convolution is { Weight.ElementType: not ElementType.Other } convolution ? FilterReading.Of(convolution) : null,
        };
    }

    /// <summary>Whether a feature's |γ| is below 1e-3, and γ finite.</summary>
    /// <param name="feature">The feature, from 0.</param>
    public bool IsDeadAt(int feature) => !Scale.IsEmpty && Math.Abs(Scale[feature]) < Dead;

    private bool NeverFiresAt(int feature) => IsDeadAt(feature) && double.IsFinite(Shift[feature]) && Shift[feature] <= 0;

    private int CountBelow(double threshold) => Scale.Count(value => Math.Abs(value) < threshold);

    private double FiringShare(int feature)
    {
        var (scale, shift) = (Scale.IsEmpty ? 1 : Math.Abs(Scale[feature]), Shift[feature]);
        return !double.IsFinite(scale) || !double.IsFinite(shift) ? double.NaN
            : scale == 0 ? shift > 0 ? 1 : 0
            : NormalProbability.Below(shift / scale);
    }

    private static double SmallestNormal(ElementType type) => type switch
    {
        ElementType.Float16 => 6.103515625e-5,
        ElementType.Float64 => 2.2250738585072014e-308,
        _ => 1.1754943508222875e-38,
    };
}
