using OxyPlot;

namespace OptimizerDynamics.Reports;

/// <summary>What colours and lines mean, in every figure of every report: optimizer → colour, regularizer → line.</summary>
/// <remarks>
/// The seven optimizers of the paper have the colours of Okabe and Ito (2008), which stay apart for colour-blind readers; the others have
/// darker ones of Paul Tol's muted scheme. No figure tells optimizers apart by colour alone.
/// </remarks>
public static class Theme
{
    private static readonly Dictionary<string, (string Title, Ink Ink)> _optimizers = new(StringComparer.Ordinal)
    {
        ["sgd"] = ("SGD", Ink.Of(0x3A3F47, 0xC9CED6)),
        ["adam"] = ("Adam", Ink.Of(0x0072B2, 0x4FA8DE)),
        ["amsgrad"] = ("AMSGrad", Ink.Of(0xD55E00, 0xF08A3C)),
        ["adamax"] = ("AdaMax", Ink.Of(0x009E73, 0x33C79C)),
        ["rmsprop"] = ("RMSProp", Ink.Of(0x2E9BD6, 0x7CC7F2)),
        ["adagrad"] = ("Adagrad", Ink.Of(0xC98200, 0xF0B340)),
        ["adadelta"] = ("Adadelta", Ink.Of(0xB8568F, 0xE08CBC)),
        ["nadam"] = ("NAdam", Ink.Of(0x332288, 0x9C8CF0)),
        ["radam"] = ("RAdam", Ink.Of(0x2F8F86, 0x5CC4BA)),
        ["adabelief"] = ("AdaBelief", Ink.Of(0x117733, 0x4FBF74)),
        ["yogi"] = ("Yogi", Ink.Of(0x882255, 0xD06A9C)),
        ["lion"] = ("Lion", Ink.Of(0x7F7A1E, 0xC4BE52)),
        ["adamw"] = ("AdamW", Ink.Of(0x6B4E9B, 0xB39AE0)),
    };

    private static readonly Ink[] _series =
    [
        Ink.Of(0x5A4FCF, 0xA79BFF), Ink.Of(0x8A5A1C, 0xD9A65A), Ink.Of(0x2E7D6B, 0x6FD0B8), Ink.Of(0xA33A78, 0xE88FC0),
        Ink.Of(0x5F6B7A, 0xAEB8C6), Ink.Of(0x6B7F12, 0xB7CC4E), Ink.Of(0x1F6F8B, 0x63BAD8), Ink.Of(0x7A3E9D, 0xC493E6),
        Ink.Of(0x4E5D2F, 0x9DB07A), Ink.Of(0x3F3F7F, 0x9A9AD8),
    ];

    /// <summary>What dies, in every figure; nothing else has this colour.</summary>
    public static Ink Dead { get; } = Ink.Of(0xC1121F, 0xFF6B6B);

    /// <summary>What the runs support.</summary>
    public static Ink Supported { get; } = Ink.Of(0x1A7F37, 0x57C26B);

    /// <summary>What the runs contradict.</summary>
    public static Ink Contradicted { get; } = Ink.Of(0x8E24AA, 0xD58BEA);

    /// <summary>How an optimizer's name is written.</summary>
    /// <param name="optimizer">The name that settings files have; one that is not known here is its own title.</param>
    public static string TitleOf(string optimizer) => _optimizers.TryGetValue(optimizer, out var known) ? known.Title : optimizer;

    /// <summary>An optimizer's colour.</summary>
    /// <param name="optimizer">The name that settings files have; one that is not known here has the colour of text.</param>
    public static Ink InkOf(string optimizer) => _optimizers.TryGetValue(optimizer, out var known) ? known.Ink : Ink.Text;

    /// <summary>The colour of one of several series that differ in something other than their optimizer, and no optimizer's. Ten stay
    /// apart; more begin anew.</summary>
    /// <param name="rank">The series' rank, from 0.</param>
    public static Ink InkOfSeries(int rank) => _series[rank % _series.Length];

    /// <summary>How a regularizer's lines are drawn: L2 solid, weight decay dashed, L1 with dots and dashes, proximal L1 with short dashes,
    /// none dotted.</summary>
    /// <param name="regularization">The regularizer.</param>
    public static Stroke StrokeOf(Regularization regularization) => regularization switch
    {
        Regularization.L2 => Stroke.Solid,
        Regularization.WeightDecay => Stroke.Dashed,
        Regularization.L1 => Stroke.DashDotted,
        Regularization.ProximalL1 => Stroke.ShortDashed,
        _ => Stroke.Dotted,
    };

    /// <summary>How a regularizer's name is written.</summary>
    /// <param name="regularization">The regularizer.</param>
    public static string TitleOf(Regularization regularization) => regularization switch
    {
        Regularization.L2 => "L2",
        Regularization.WeightDecay => "weight decay",
        Regularization.L1 => "L1",
        Regularization.ProximalL1 => "proximal L1",
        _ => "no regularization",
    };

    /// <summary>A colour by its rank in a sequence from light to full, for curves of one optimizer that differ in λ.</summary>
    /// <param name="ink">The full colour.</param>
    /// <param name="rank">0 for the lightest.</param>
    /// <param name="count">The number of curves, at least 1.</param>
    public static Ink Tint(Ink ink, int rank, int count) => ink.Mix(Ink.Page, count <= 1 ? 0 : 0.62 * (count - 1 - rank) / (count - 1));

    /// <summary>Lengths of dashes and gaps in multiples of the line's thickness; null for a line without gaps.</summary>
    internal static double[]? DashesOf(Stroke stroke) => stroke switch
    {
        Stroke.Dashed => [4, 2.2],
        Stroke.Dotted => [1, 1.8],
        Stroke.DashDotted => [4, 1.8, 1, 1.8],
        Stroke.ShortDashed => [2, 1.2],
        _ => null,
    };

    internal static MarkerType MarkerOf(DotShape shape) => shape switch
    {
        DotShape.Square => MarkerType.Square,
        DotShape.Diamond => MarkerType.Diamond,
        DotShape.Triangle => MarkerType.Triangle,
        _ => MarkerType.Circle,
    };

    internal static LineStyle LineStyleOf(Stroke stroke) => stroke switch
    {
        Stroke.Solid => LineStyle.Solid,
        Stroke.Dashed or Stroke.ShortDashed => LineStyle.Dash,
        Stroke.DashDotted => LineStyle.DashDot,
        _ => LineStyle.Dot,
    };
}
