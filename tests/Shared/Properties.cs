using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace OptimizerDynamics.Testing;

/// <summary>Runs properties. A failure prints FsCheck's seed and the smallest counter-example found.</summary>
internal static class Properties
{
    /// <summary>
    /// Multiplies the number of cases of every property: <c>OPTDYN_TEST_DEPTH=100 dotnet test</c> searches a hundred times longer.
    /// </summary>
    private static readonly int _depth =
        int.TryParse(
            Environment.GetEnvironmentVariable("OPTDYN_TEST_DEPTH"), NumberStyles.None, CultureInfo.InvariantCulture, out var depth)
            ? depth
            : 1;

    /// <summary>Holds an assertion against random inputs.</summary>
    public static void ForAll<T>(Arbitrary<T> inputs, int cases, Action<T> assert) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases * _depth), Prop.ForAll(inputs, assert));
}
