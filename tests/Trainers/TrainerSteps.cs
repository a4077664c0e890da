using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Testing;

/// <summary>What tests do with trainings: take some steps, and compare states byte by byte.</summary>
internal static class TrainerSteps
{
    /// <summary>Takes steps.</summary>
    public static void Step(Trainer trainer, int steps)
    {
        for (var step = 0; step < steps; step++)
            trainer.Step();
    }

    /// <summary>The checkpoint that a training would write now.</summary>
    public static byte[] StateOf(Trainer trainer)
    {
        using var state = new MemoryStream();
        trainer.SaveState(state);
        return state.ToArray();
    }
}
