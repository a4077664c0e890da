using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>The report of one study, before it is written: a pure function of its records.</summary>
/// <param name="Name">The study's name: the folder of its report.</param>
/// <param name="Title">The report's title.</param>
/// <param name="Question">The study's question, as its file has it.</param>
/// <param name="Answer">One or two sentences: what came out.</param>
/// <param name="Body">The page in Markdown, below title and question; figures as images, files beside the page.</param>
/// <param name="Figures">The figures that it shows.</param>
/// <param name="Tables">Tables that are files of their own, by name.</param>
/// <param name="Findings">What was found of the paper's hypotheses.</param>
public sealed record StudyPage(
    string Name,
    string Title,
    string Question,
    string Answer,
    string Body,
    ImmutableArray<Figure> Figures,
    ImmutableSortedDictionary<string, ReportTable> Tables,
    ImmutableArray<Finding> Findings)
{
    /// <summary>The question that the report is about: reports are listed by it.</summary>
    public ReportTopic Topic { get; init; } = ReportTopic.Trainings;

    /// <summary>The whole page in Markdown.</summary>
    public string Markdown => $"<!-- Written by `optdyn report` from records.jsonl. -->\n# {Title}\n\n*{Question}*\n\n{Body}";
}
