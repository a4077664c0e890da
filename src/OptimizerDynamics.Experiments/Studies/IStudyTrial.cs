namespace OptimizerDynamics.Experiments;

/// <summary>One of a study's trials: something that can be run, and that a specification describes in full.</summary>
public interface IStudyTrial
{
    /// <summary>Everything that the trial depends on.</summary>
    TrialSpecification Specification { get; }

    /// <summary>Whether this trial and another can be computed together, packed into one.</summary>
    /// <param name="other">A trial of the same study.</param>
    bool CanBePackedWith(IStudyTrial other) => false;
}
