namespace OptimizerDynamics.Networks;

/// <summary>Chooses the pass of a stage by its activation and pooling.</summary>
internal static unsafe class EnginePass
{
    /// <summary>Activation and pooling.</summary>
    /// <param name="run">The stage, whose x, scale and shift have been computed.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="target">Receives the output.</param>
    public static void Forward(StageRun run, StageShare share, Planes target)
    {
        if (run.Stage.NegativeSlope is null)
            Forward<NoActivation>(run, share, target);
        else if (run.Stage.NegativeSlope == 0)
            Forward<Relu>(run, share, target);
        else
            Forward<LeakyRelu>(run, share, target);
    }

    /// <summary>The way back, to the gradient by x.</summary>
    /// <param name="run">The stage.</param>
    /// <param name="share">The channels to compute.</param>
    /// <param name="output">The output that <see cref="Forward"/> wrote.</param>
    /// <param name="outputGradient">The gradient by the output.</param>
    /// <param name="spread">Planes of the size of x, where the pooling is a global mean.</param>
    /// <param name="gradients">Receives the gradients by θ.</param>
    public static void Back(StageRun run, StageShare share, Planes output, Planes outputGradient, Planes spread, float* gradients)
    {
        if (run.Stage.NegativeSlope is null)
            Back<NoActivation>(run, share, output, outputGradient, spread, gradients);
        else if (run.Stage.NegativeSlope == 0)
            Back<Relu>(run, share, output, outputGradient, spread, gradients);
        else
            Back<LeakyRelu>(run, share, output, outputGradient, spread, gradients);
    }

    private static void Forward<TActivation>(StageRun run, StageShare share, Planes target) where TActivation : struct, IEngineActivation
    {
        if (run.Stage.Pooling == EnginePooling.None)
            ActivationPass<TActivation>.Forward(run, share, target);
        else if (run.Stage.Pooling == EnginePooling.GlobalMean)
            MeanPoolingPass<TActivation>.Forward(run, share, target);
        else
            PoolingPass<TActivation>.Forward(run, share, target);
    }

    private static void Back<TActivation>(
        StageRun run, StageShare share, Planes output, Planes outputGradient, Planes spread, float* gradients)
        where TActivation : struct, IEngineActivation
    {
        if (run.Stage.Pooling == EnginePooling.None)
            ActivationPass<TActivation>.Back(run, share, outputGradient, gradients);
        else if (run.Stage.Pooling == EnginePooling.GlobalMean)
            MeanPoolingPass<TActivation>.Back(run, share, outputGradient, spread, gradients);
        else
            PoolingPass<TActivation>.Back(run, share, output, outputGradient, gradients);
    }
}
