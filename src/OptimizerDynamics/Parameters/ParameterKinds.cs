namespace OptimizerDynamics;

/// <summary>
/// What a range of parameters is for. Rules that act on some parameters only (weight decay without γ and β, say) choose them by
/// kind, never by guessing from a tensor's rank.
/// </summary>
[Flags]
public enum ParameterKinds
{
    /// <summary>No parameter at all.</summary>
    None = 0,

    /// <summary>The weights of a convolution or a linear layer. In text: <c>weight</c>.</summary>
    Weight = 1,

    /// <summary>The additive bias of a convolution or a linear layer. In text: <c>bias</c>.</summary>
    Bias = 2,

    /// <summary>The scale γ of a normalization layer. In text: <c>scale</c>.</summary>
    NormScale = 4,

    /// <summary>The shift β of a normalization layer. In text: <c>shift</c>.</summary>
    NormShift = 8,

    /// <summary>Every parameter; what the paper decays. In text: <c>all</c>.</summary>
    All = Weight | Bias | NormScale | NormShift,
}

/// <summary>The names of parameter kinds in settings files, messages and saved states.</summary>
public static class ParameterKindNames
{
    private static readonly (string Name, ParameterKinds Kind)[] _table =
    [
        ("weight", ParameterKinds.Weight),
        ("bias", ParameterKinds.Bias),
        ("scale", ParameterKinds.NormScale),
        ("shift", ParameterKinds.NormShift),
    ];

    /// <summary>The four names, in the order of their values: weight, bias, scale, shift.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _table.Select(entry => entry.Name)];

    /// <summary>The text form: <c>all</c>, <c>none</c>, or the names joined by <c>+</c>, such as <c>weight+bias</c>.</summary>
    /// <param name="kinds">One kind or several.</param>
    public static string ToText(this ParameterKinds kinds) => kinds switch
    {
        ParameterKinds.All => "all",
        ParameterKinds.None => "none",
        _ => string.Join('+', _table.Where(entry => kinds.HasFlag(entry.Kind)).Select(entry => entry.Name)),
    };

    /// <summary>Reads what <see cref="ToText"/> writes.</summary>
    /// <param name="text">Names joined by <c>+</c>, or <c>all</c>, or <c>none</c>; case matters.</param>
    /// <exception cref="FormatException">A name is none of the four; the message lists them.</exception>
    public static ParameterKinds Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "all" => ParameterKinds.All,
            "none" => ParameterKinds.None,
            _ => text.Split('+').Aggregate(ParameterKinds.None, (kinds, name) => kinds | ParseOne(name.Trim())),
        };
    }

    /// <summary>The kinds, where they are made of the four that there are.</summary>
    /// <param name="kinds">What to check.</param>
    /// <param name="name">What it is called in the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are not.</exception>
    internal static ParameterKinds Required(this ParameterKinds kinds, string name) => (kinds & ~ParameterKinds.All) == 0
        ? kinds
        : throw new ArgumentOutOfRangeException(name, kinds, $"{name} = {kinds} must be made of {string.Join(", ", Names)}.");

    private static ParameterKinds ParseOne(string name)
    {
        foreach (var entry in _table)
        {
            if (entry.Name == name)
                return entry.Kind;
        }

        throw new FormatException($"'{name}' is no kind of parameter; the kinds are {string.Join(", ", Names)} and all.");
    }
}
