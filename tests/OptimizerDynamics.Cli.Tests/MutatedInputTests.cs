using FsCheck;
using FsCheck.Fluent;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>Whatever is in the files, a run ends with a result or with one line: never with a stack trace.</summary>
public sealed class MutatedInputTests : IDisposable
{
    private const string Settings =
        "optimizer: adam # comment\nlr: 1e-3\nbeta2: 0.99\nl2: 1e-4\nschedule: {kind: warmup, length: 3, then: {kind: steps, at: [1, 2], "
            + "factor: 0.1}}\n";
    private const string Gradients = "1,-2\n0.5,0\n1e-3,2.5E+2\n";
    private const string Spice = "[]{}:,-?&*!|>'\"%@`#\n\r\t ~\\0aZ.é\u0085\ufeff";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void No_settings_file_ends_in_a_stack_trace() => Holds(Settings, text => _workspace.With(text));

    [Fact]
    public void No_gradient_file_ends_in_a_stack_trace() => Holds(Gradients, text => _workspace.With(Settings, text));

    private static void Holds(string original, Func<string, Workspace> write) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Mutants(original), text =>
        {
            var outcome = write(text).Trace();

            Assert.True(outcome.ExitCode is 0 or 2, $"exit code {outcome.ExitCode}: {outcome.Errors}");
            // With exit code 0 there may be the warning that parameters are no longer finite.
            Assert.InRange(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, outcome.ExitCode == 0 ? 0 : 1, 1);
        }));

    /// <summary>A few characters deleted, inserted, replaced or repeated.</summary>
    private static Arbitrary<string> Mutants(string original) => Arb.From(
        Gen.Choose(0, int.MaxValue).Select(seed =>
        {
            var random = new Random(seed);
            var text = original;
            for (var changes = random.Next(1, 5); changes > 0 && text.Length > 0; changes--)
            {
                var at = random.Next(text.Length);
                var spice = Spice[random.Next(Spice.Length)].ToString();
                text = random.Next(4) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                    1 => text.Insert(at, spice),
                    2 => text[..at] + spice + text[(at + 1)..],
                    _ => text.Insert(at, string.Concat(Enumerable.Repeat(spice, random.Next(1, 50)))),
                };
            }

            return text;
        }),
        text => text.Length > 1 ? [text[..(text.Length / 2)], text[(text.Length / 2)..], text[1..], text[..^1]] : []);
}
