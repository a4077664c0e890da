namespace OptimizerDynamics.Experiments;

/// <summary>What this project registers: the one place that knows all kinds of study, parameters and hypotheses.</summary>
public static class StandardRegistry
{
    private static readonly Registry _standard = Registry.Of(
        new RegistryContent(
            [.. OptimizerCatalog.All], Networks.Architectures.All, Data.DataSets.All, Networks.Measures.All, Networks.PruningCriteria.All,
            PaperHypotheses.All, [new LowGradientKind(), new TrainingKind()]),
        TrainingParameters.With);

    extension(Registry)
    {
        /// <summary>What this project has. Its kinds of study read and run; <c>OptimizerDynamics.Reports</c> adds their pages.</summary>
        public static Registry Standard => _standard;
    }
}
