using OptimizerDynamics.Data;

namespace OptimizerDynamics.Cli;

/// <summary>The data sets as they lie on disk. Sizes are compared, contents are not read.</summary>
internal static class DataSetExamination
{
    /// <summary>Looks for every data set that is read from files.</summary>
    /// <param name="sets">The sets.</param>
    /// <param name="root">The value of <see cref="DataSets.Variable"/>, or null.</param>
    public static IReadOnlyList<DataSetFacts> Find(IEnumerable<DataSet> sets, string? root) =>
    [
        .. sets.Where(set => set.NeedsFiles && !set.IsFormat)
        .DistinctBy(set => set.FilesName)
        .Select(set => DataSets.Look(set, root))
        .Select(status =>
            new DataSetFacts(
                status.Set.FilesName,
                status.IsComplete ? DataSetState.Found : status.Folder is null ? DataSetState.NotFound : DataSetState.Incomplete,
                status.Folder, status.IsComplete ? [] : [.. status.Faults, status.Set.HowToGet])),
    ];
}
