using System.Text;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Reports;

namespace OptimizerDynamics.Cli;

/// <summary>Settings to explain.</summary>
/// <param name="Stated">The settings.</param>
/// <param name="Decayed">The kinds of parameters that decay, where a file says so.</param>
/// <param name="L1">λ of coupled L1 beside them.</param>
/// <param name="ProximalL1">λ of proximal L1 beside them.</param>
internal sealed record ExplainedInput(FrameworkSetting Stated, ParameterKinds Decayed, double L1, double ProximalL1);

/// <summary>One explanation.</summary>
/// <param name="Input">The settings.</param>
/// <param name="Iterations">The length of the run.</param>
/// <param name="Gradient">The standard deviation of the gradient.</param>
internal sealed record ExplainRun(ExplainedInput Input, long Iterations, double Gradient)
{
    private const string JsonOption = "--json", FigureOption = "--figure";

    /// <summary>Where the JSON goes; <c>-</c> is standard output, in place of the page. Null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>The figure's file; null for none.</summary>
    public string? Figure { get; init; }

    /// <summary>Explains.</summary>
    /// <param name="context">Takes the page.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">A file cannot be written as asked.</exception>
    public int Run(CommandContext context)
    {
        RequireOutputs();
        // Files are begun before anything is computed, and take their names when all is done.
        using var figure = Figure is null ? null : OutputFile.Create(FigureOption, Figure);
        using var json = Json is null or OutputFile.StandardOutput ? null : OutputFile.Create(JsonOption, Json);
        var explanation = SettingExplanation.Of(Input.Stated, Iterations, Gradient, Input.L1, Input.ProximalL1);
        if (figure is not null)
        {
            var drawn = FigureSheet.Draw(ExplanationFigures.Of(explanation), Paper.Light, Path.GetExtension(Figure!));
            OutputFile.Do(FigureOption, Figure!, () => figure.Stream.Write(drawn));
        }

        if (json is not null)
            OutputFile.Do(JsonOption, Json!, () => json.Stream.Write(Encoding.UTF8.GetBytes(ExplainJson.Of(explanation) + "\n")));
        if (Json == OutputFile.StandardOutput)
            context.Output.WriteLine(ExplainJson.Of(explanation));
        else
            ExplainPage.Write(explanation, Input.Decayed, context.Output);
        if (figure is not null)
            OutputFile.Do(FigureOption, Figure!, figure.Commit);
        if (json is not null)
            OutputFile.Do(JsonOption, Json!, json.Commit);
        return ExitCodes.Success;
    }

    private void RequireOutputs()
    {
        if (Figure is not null && !FigureSheet.Endings.Contains(Path.GetExtension(Figure)))
            throw new InputException(
                $"{FigureOption}: expected a file that ends with {string.Join(" or ", FigureSheet.Endings)}, found '{Figure}'");
        if (Figure is not null && Json is not null && AtomicFile.Resolve(Figure) == AtomicFile.Resolve(Json))
            throw new InputException($"{FigureOption}: '{Figure}' is also given as {JsonOption}; expected a file of its own");
    }
}
