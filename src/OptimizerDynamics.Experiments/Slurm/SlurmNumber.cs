using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>The numbers of Slurm's jobs and tasks, and of submissions.</summary>
internal static class SlurmNumber
{
    /// <summary>The number that a text is, digits and nothing else.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number, at least 1; 0 where the text is none.</returns>
    public static int In(string? text) => InvariantNumber.TryParse(text, NumberStyles.None, out int number) ? number : 0;
}
