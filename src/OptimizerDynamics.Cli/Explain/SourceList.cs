using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>The sources of a page's statements, numbered in the order in which they are first named.</summary>
internal sealed class SourceList
{
    private readonly List<Citation> _sources = [];

    /// <summary>The sources, one a line.</summary>
    public IEnumerable<string> Lines =>
        _sources.Select((source, i) => string.Create(CultureInfo.InvariantCulture, $"[{i + 1}] {source}"));

    /// <summary>The number of a source, in brackets.</summary>
    /// <param name="source">The source.</param>
    public string Of(Citation source)
    {
        var index = _sources.IndexOf(source);
        if (index < 0)
        {
            index = _sources.Count;
            _sources.Add(source);
        }

        return string.Create(CultureInfo.InvariantCulture, $"[{index + 1}]");
    }
}
