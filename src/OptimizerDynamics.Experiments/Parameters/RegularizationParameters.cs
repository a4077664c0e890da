namespace OptimizerDynamics.Experiments;

/// <summary>The parameters of each regularization: how strong it is, and on what it acts.</summary>
internal static class RegularizationParameters
{
    /// <summary>λ of a regularization; null for none.</summary>
    public static TrialParameter<double>? LambdaOf(Regularization regularization) => regularization switch
    {
        Regularization.L2 => TrainingParameters.L2,
        Regularization.WeightDecay => TrainingParameters.WeightDecay,
        Regularization.L1 => TrainingParameters.L1,
        Regularization.ProximalL1 => TrainingParameters.ProximalL1,
        _ => null,
    };

    /// <summary>The kinds that a regularization acts on; null for none.</summary>
    public static TrialParameter<ParameterKinds>? KindsOf(Regularization regularization) => regularization switch
    {
        Regularization.L2 => TrainingParameters.L2Kinds,
        Regularization.WeightDecay => TrainingParameters.WeightDecayKinds,
        Regularization.L1 => TrainingParameters.L1Kinds,
        Regularization.ProximalL1 => TrainingParameters.ProximalL1Kinds,
        _ => null,
    };
}
