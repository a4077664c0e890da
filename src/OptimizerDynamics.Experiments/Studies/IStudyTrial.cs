namespace OptimizerDynamics.Experiments;

/// <summary>One of a study's trials: something that can be run, and that a specification describes in full.</summary>
public interface IStudyTrial
{
    /// <summary>Its seed, where it has one of its own: a study runs all of its settings with one seed before any with the next.</summary>
    long Seed => 0;

    /// <summary>Everything that the trial depends on.</summary>
    TrialSpecification Specification { get; }

    /// <summary>The names of the data sets that it reads, with fingerprints where they are not as published.</summary>
    IEnumerable<string> DataSets => [];

    /// <summary>What computes its network (<see cref="Networks.ITrainingBackend.Name"/>); null where it trains none.</summary>
    string? Engine => null;

    /// <summary>The outcome of the trial, in a few words: status and reason unless it completed.</summary>
    /// <param name="record">Its record.</param>
    string OutcomeOf(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Status == TrialStatus.Completed ? "" : $"{TrialRecord.StatusName(record.Status)}, {record.Reason}";
    }

    /// <summary>Whether this trial and another can be computed together, packed into one.</summary>
    /// <param name="other">A trial of the same study.</param>
    bool CanBePackedWith(IStudyTrial other) => false;
}
