namespace OptimizerDynamics.Records;

/// <summary>What the report of a training study shows.</summary>
/// <param name="Title">The report's title.</param>
/// <param name="Layer">The layer whose γ and β are drawn; C6 in the paper.</param>
public sealed record TrainingReport(string Title, string Layer)
{
    /// <summary>Reads the section <c>report</c> of a study; all of it can be left out.</summary>
    /// <param name="study">The study.</param>
    /// <param name="name">The study's name, which is the title where none is given.</param>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    internal static TrainingReport Read(YamlMap study, string name)
    {
        var map = study.RequireMap("report", "the report");
        map?.RequireKnownKeys(["title", "layer"]);
        return new TrainingReport(map?.Text("title", "a title") ?? name, map?.Text("layer", "a layer's name") ?? "C6");
    }
}
