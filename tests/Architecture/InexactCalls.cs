namespace OptimizerDynamics.Tests;

/// <summary>Calls in a C# text whose bits IEEE 754 does not define: functions of the system's library, estimates, sums in an order that
/// depends on the processor, and what may fuse a multiplication with an addition or not.</summary>
internal static class InexactCalls
{
    private static readonly HashSet<string> _numbers = ["Math", "MathF", "double", "float", "Double", "Single", "Half", "T", "Complex"];

    /// <summary>Functions that the runtime asks the system's library for, or approximates with what the processor has.</summary>
    private static readonly HashSet<string> _functions =
    [
        "Acos", "Acosh", "AcosPi", "Asin", "Asinh", "AsinPi", "Atan", "Atan2", "Atan2Pi", "AtanPi", "Atanh", "Cbrt", "Cos", "Cosh", "CosPi",
        "DegreesToRadians", "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "Hypot", "Log", "Log2", "Log10", "LogP1", "Log2P1",
        "Log10P1", "Pow", "RadiansToDegrees", "RootN", "Sin", "SinCos", "SinCosPi", "Sinh", "SinPi", "Tan", "Tanh", "TanPi",
    ];

    /// <summary>Methods of these types may do anything but what is listed: act on each element by itself, with one rounding.</summary>
    private static readonly Dictionary<string, HashSet<string>> _exact = new()
    {
        ["Vector2"] = ["Zero", "One", "UnitX", "UnitY", "Min", "Max", "Create"],
        ["Vector3"] = ["Zero", "One", "UnitX", "UnitY", "UnitZ", "Min", "Max", "Create"],
        ["Vector4"] = ["Zero", "One", "UnitX", "UnitY", "UnitZ", "UnitW", "Min", "Max", "Create"],
        ["Matrix4x4"] = ["Identity", "Create"],
        ["Matrix3x2"] = ["Identity", "Create"],
        ["Quaternion"] = ["Identity"],
        ["TensorPrimitives"] =
        [
            // MultiplyAdd rounds its product: MultiplyAddEstimate is the one that may not, and FusedMultiplyAdd the one that never does.
            "Abs", "Add", "Ceiling", "CopySign", "Divide", "FusedMultiplyAdd", "IsFiniteAll", "Max", "Min", "Multiply", "MultiplyAdd",
            "Negate", "Sqrt", "Subtract",
        ],
    };

    /// <summary>Functions of whole vectors that the processor's width or its instructions decide.</summary>
    private static readonly HashSet<string> _ofVectors =
        ["Cos", "Dot", "Exp", "Hypot", "Lerp", "Log", "Log2", "Sin", "SinCos", "Sum", "DegreesToRadians", "RadiansToDegrees"];

    private static readonly HashSet<string> _vectors = ["Vector", "Vector64", "Vector128", "Vector256", "Vector512"];

    /// <summary>Methods of vectors and matrices themselves, told by their names alone.</summary>
    private static readonly HashSet<string> _ofElements = ["Length", "LengthSquared", "GetDeterminant"];

    /// <summary>Libraries of functions.</summary>
    private static readonly HashSet<string> _libraries = ["MathNet", "SpecialFunctions"];

    /// <summary>The calls, each as it stands: <c>Math.Pow</c>, in their order, with those that occur more than once as often.</summary>
    /// <param name="text">The text of a source file.</param>
    public static IEnumerable<string> In(string text)
    {
        var tokens = CSharpText.Tokens(text);
        for (var i = 0; i < tokens.Count; i++)
        {
            var (before, next, after) = (At(i - 1), At(i + 1), At(i + 2));
            if (_libraries.Contains(tokens[i]))
                yield return tokens[i];
            else if (tokens[i].EndsWith("Estimate", StringComparison.Ordinal))
                yield return $"{At(i - 2)}.{tokens[i]}";
            else if (tokens[i] == "static" && before == "using" && IsOfFunctions(LastOfName(i + 1)))
                yield return $"using static {LastOfName(i + 1)}";
            else if (before == "." && next == "(" && after == ")" && _ofElements.Contains(tokens[i]))
                yield return $".{tokens[i]}()";
            else if (next == "." && IsInexact(tokens[i], after))
                yield return $"{tokens[i]}.{after}";
        }

        string At(int place) => place >= 0 && place < tokens.Count ? tokens[place] : "";

        string LastOfName(int place)
        {
            while (At(place + 1) == ".")
                place += 2;
            return At(place);
        }
    }

    private static bool IsOfFunctions(string type) => _numbers.Contains(type) || _vectors.Contains(type) || _exact.ContainsKey(type);

    private static bool IsInexact(string type, string member) =>
        (_numbers.Contains(type) && _functions.Contains(member))
        || (_vectors.Contains(type) && _ofVectors.Contains(member))
        || (_exact.TryGetValue(type, out var exact) && !exact.Contains(member));
}
