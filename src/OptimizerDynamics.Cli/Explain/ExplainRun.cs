namespace OptimizerDynamics.Cli;

/// <summary>Settings to explain.</summary>
/// <param name="Stated">The settings.</param>
/// <param name="Decayed">The kinds of parameters that decay, where a file says so.</param>
internal sealed record ExplainedInput(FrameworkSetting Stated, ParameterKinds Decayed);

/// <summary>One explanation.</summary>
/// <param name="Input">The settings.</param>
/// <param name="Iterations">The length of the run.</param>
/// <param name="Gradient">The standard deviation of the gradient.</param>
internal sealed record ExplainRun(ExplainedInput Input, long Iterations, double Gradient)
{
    /// <summary>Whether to write JSON.</summary>
    public bool AsJson { get; init; }

    /// <summary>Explains.</summary>
    /// <param name="context">Takes the page.</param>
    /// <returns>The exit code.</returns>
    public int Run(CommandContext context)
    {
        var explanation = SettingExplanation.Of(Input.Stated, Iterations, Gradient);
        if (AsJson)
            ExplainJson.Write(explanation, context.Output);
        else
            ExplainPage.Write(explanation, Input.Decayed, context.Output);
        return ExitCodes.Success;
    }
}
