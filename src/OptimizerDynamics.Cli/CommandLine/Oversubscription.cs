using System.CommandLine;
using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>More jobs or threads than there are processors: refused, unless <c>--oversubscribe</c> permits it.</summary>
/// <remarks>They only wait for each other, and for the rest of the machine.</remarks>
internal static class Oversubscription
{
    private const string Name = "--oversubscribe";

    /// <summary>Adds <c>--oversubscribe</c> to a command, and holds its counts to the processors.</summary>
    /// <param name="command">The command.</param>
    /// <param name="count">An option of it, the number of jobs or of threads.</param>
    public static void AddTo(Command command, Option<long> count)
    {
        var permit = new Option<bool>(Name)
        {
            Description = $"Permit a {count.Name} that is larger than the number of processors.",
        };
        command.Add(permit);
        command.Validators.Add(result =>
        {
            // What is no number, or beyond the option's own range, has its message already.
            if (result.GetResult(count) is not { Implicit: false, Tokens: [var given] } || result.GetValue(permit)
                || !InvariantNumber.TryParse(given.Value, NumberStyles.None, out long wanted) || wanted > CommandOptions.MostThreads)
            {
                return;
            }

            var processors = Environment.ProcessorCount;
            if (wanted > processors)
            {
                result.AddError(
                    $"{count.Name}: expected at most {processors}, the number of processors here, found {wanted} ({Name} permits it)");
            }
        });
    }
}
