namespace OptimizerDynamics.Cli;

/// <summary>What L1 does to a silent parameter; nothing where there is none.</summary>
internal static class SparsifierSection
{
    /// <summary>Writes it.</summary>
    public static void Write(SettingExplanation explanation, TextWriter output)
    {
        if (explanation.Sparsifier is not { } fate)
            return;
        output.WriteLine();
        output.WriteLine("What L1 makes of a silent one");
        if (fate.Coupled > 0)
            output.WriteLine(
                $"l1 = {ExplainWords.Number(fate.Coupled)} is coupled: λ·sign(θ) joins the gradient before the rule sees it. In any "
                    + "framework it is λ·Σ|θ| in the loss.");
        if (fate.Proximal > 0)
            output.WriteLine(
                $"proximalL1 = {ExplainWords.Number(fate.Proximal)} is decoupled: behind each update |θ| loses η·λ, down to exactly 0, "
                    + "whatever the learning rate.");
        output.WriteLine(
            "It takes an amount in a step, and no share, so there is no half-life. With the decay that is yours beside it (simulated):");
        output.WriteLine($"  {Words(fate, explanation.Protocol)}");
        output.WriteLine("Everything else on this page is without it.");
    }

    private static string Words(SparsifierFate fate, FateProtocol protocol) => fate.Arrival.End switch
    {
        FateEnd.Diverged => "θ diverges.",
        FateEnd.NotYet => $"{From(fate)} θ does not come to 0 within "
            + $"{ExplainWords.Count(Math.Min(protocol.Iterations, FateSimulation.Longest) - protocol.Transition)} iterations.",
        _ when fate.IsAtRest =>
            $"{From(fate)} θ is 0 after {ExplainWords.Time(fate.Arrival.Iterations)} iterations, and exactly 0 at the end.",
        _ => $"{From(fate)} θ is at 0 after {ExplainWords.Time(fate.Arrival.Iterations)} iterations, and swings about it by "
            + $"{ExplainWords.Rough(fate.Swing)} at the end: a threshold that is to find it lies above that.",
    };

    private static string From(SparsifierFate fate) => $"From |θ| = {ExplainWords.Rough(fate.Start)} when the silence begins";
}
