namespace OptimizerDynamics.Experiments;

/// <summary>A study at one of its profiles: a question, and the trials that answer it.</summary>
public interface IStudy
{
    /// <summary>The study's name.</summary>
    string Name { get; }

    /// <summary>What it asks.</summary>
    string Question { get; }

    /// <summary>The profile that was chosen.</summary>
    string Profile { get; }

    /// <summary>All that is to be run, no two alike.</summary>
    IEnumerable<IStudyTrial> All { get; }
}
