namespace OptimizerDynamics.Reports;

/// <summary>The question of the paper that a study's report is about; reports are listed by it.</summary>
public enum ReportTopic
{
    /// <summary>What becomes of a parameter whose gradient fell silent.</summary>
    LowGradient,

    /// <summary>Which trainings lose features.</summary>
    Trainings,

    /// <summary>What the size of the mini-batch does.</summary>
    MiniBatches,

    /// <summary>What is left when features are taken away.</summary>
    Pruning,
}
