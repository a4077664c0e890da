namespace OptimizerDynamics.Reports;

/// <summary>An explanation of settings as figures.</summary>
public static class ExplanationFigures
{
    /// <summary>The fates of parameters, and the phase diagram where there is one.</summary>
    /// <param name="explanation">The explanation.</param>
    public static IReadOnlyList<Figure> Of(SettingExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var fates = SilenceFigure.Of(explanation);
        return SettingFigure.Of(explanation) is { } setting ? [fates, setting] : [fates];
    }
}
