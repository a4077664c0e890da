namespace OptimizerDynamics.Tests;

/// <summary>Nothing on the way from a seed to a record asks the system's library of functions, whose bits differ between
/// systems.</summary>
public sealed class InexactCallTests
{
    /// <summary>Projects and folders that are not on this way: libtorch's bits are libtorch's, reports read what is recorded, checkpoints
    /// are other people's, and what explains settings runs no trial.</summary>
    private static readonly string[] _notOnTheWay =
    [
        "OptimizerDynamics.Torch/", "OptimizerDynamics.Reports/", "OptimizerDynamics.Checkpoints/", "OptimizerDynamics/Explanation/",
        "OptimizerDynamics.Cli/Explain/",
    ];

    /// <summary>Calls that decide no bit of an image, a draw, θ or a record, by file: each with its proof.</summary>
    private static readonly Dictionary<string, string[]> _exceptions = new()
    {
        // Laws and tests of hypotheses: computed of records, for reports.
        ["OptimizerDynamics/LowGradient/DecayLaws.cs"] = ["Math.Pow", "Math.Log", "Math.Atanh", "Math.Exp"],
        ["OptimizerDynamics/LowGradient/DecayLaws.RareGradients.cs"] = ["MathNet", "Math.Exp", "SpecialFunctions"],
        ["OptimizerDynamics/LowGradient/RareGradientLaw.cs"] = ["Math.Exp", "Math.Log", "Math.Pow"],
        ["OptimizerDynamics/LowGradient/DecayLaws.L1.cs"] = ["Math.Pow"],
        ["OptimizerDynamics.Experiments/LowGradient/LowGradientPrediction.cs"] = ["Math.Pow"],
        ["OptimizerDynamics.Networks/Measures/RateCorrelation.cs"] = ["MathNet"],
        ["OptimizerDynamics/Statistics/PairedEffect.cs"] = ["MathNet", "Math.Pow"],
        ["OptimizerDynamics/Statistics/Verdict.cs"] = ["Math.Log"],
    };

    [Fact]
    public void What_decides_a_record_calls_no_function_whose_bits_are_the_systems()
    {
        var calls = SourceFolders.Projects.SelectMany(Found)
            .Where(found => !_notOnTheWay.Any(folder => found.File.StartsWith(folder, StringComparison.Ordinal))).ToList();
        var unknown = calls.Where(found => !_exceptions.GetValueOrDefault(found.File, []).Contains(found.Call));

        Assert.Empty(unknown.Select(found =>
            $"{found.File} calls {found.Call}: expected PortableMath, Space, or an exception with its proof"));
        Assert.All(
            _exceptions.SelectMany(known => known.Value.Select(call => (known.Key, call))),
            known => Assert.True(calls.Contains(known), $"{known.Key} no longer calls {known.call}: the exception is not needed"));
    }

    /// <summary>Otherwise the test above might see nothing.</summary>
    [Theory]
    [InlineData("var x = MathF.Exp(y);", "MathF.Exp")]
    [InlineData("var x = Math.Log2(y) + System.Math.Pow(1, 2);", "Math.Log2", "Math.Pow")]
    [InlineData("T Of<T>(T x) => T.Exp(x);", "T.Exp")]
    [InlineData("var x = float.SinCos(y);", "float.SinCos")]
    [InlineData("using static System.MathF;", "using static MathF")]
    [InlineData("var x = Math.ReciprocalSqrtEstimate(y);", "Math.ReciprocalSqrtEstimate")]
    [InlineData("x = Vector128.MultiplyAddEstimate(a, b, c);", "Vector128.MultiplyAddEstimate")]
    [InlineData("x = Vector256.Sum(a) + Vector.Dot(a, b);", "Vector256.Sum", "Vector.Dot")]
    [InlineData("x = Vector3.Normalize(a); y = Vector3.UnitX;", "Vector3.Normalize")]
    [InlineData("x = Vector3.Transform(a, Quaternion.CreateFromAxisAngle(b, c));", "Vector3.Transform", "Quaternion.CreateFromAxisAngle")]
    [InlineData("x = Matrix4x4.CreateRotationX(a); y = m.GetDeterminant();", "Matrix4x4.CreateRotationX", ".GetDeterminant()")]
    [InlineData("x = (a - b).Length() + c.Length + list.LengthSquared();", ".Length()", ".LengthSquared()")]
    [InlineData("TensorPrimitives.Sum(x); TensorPrimitives.MultiplyAdd(x, y, z, z);", "TensorPrimitives.Sum")]
    [InlineData("using MathNet.Numerics;", "MathNet")]
    [InlineData("// Math.Exp\nvar x = \"Math.Exp\" + $\"{Math.Tan(1)}\";", "Math.Tan")]
    [InlineData("var x = PortableMath.Exp(Math.Sqrt(Math.Abs(y))) + Math.FusedMultiplyAdd(1, 2, 3) + Math.Floor(y) + Math.ILogB(y);")]
    public void Calls_are_found_in_code_and_not_in_comments_and_strings(string text, params string[] expected) =>
        Assert.Equal(expected, InexactCalls.In(text));

    private static IEnumerable<(string File, string Call)> Found(string project)
    {
        var folder = Path.Combine(SourceFolders.Root, "src", project);
        return from file in SourceFolders.SourceFiles(folder)
               let path = Path.GetRelativePath(Path.Combine(SourceFolders.Root, "src"), file).Replace('\\', '/')
               from call in InexactCalls.In(File.ReadAllText(file)).Distinct()
               select (path, call);
    }
}
