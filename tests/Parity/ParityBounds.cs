namespace OptimizerDynamics.Testing;

/// <summary>How far apart two right programs may be, in half units in the last place; set from measured distributions.</summary>
internal static class ParityBounds
{
    /// <summary>A step from TorchSharp's own parameters (<see cref="RunParity.StepByStep"/>).</summary>
    public static double OfStep(string optimizer) => optimizer == "adadelta" ? 800 : 100;

    /// <summary>A run of 50 to 500 steps without L2 (<see cref="RunParity.WholeRun"/>).</summary>
    public static double OfRun(string optimizer) => 1300;

    /// <summary>A step of any chain, from the reference's parameters and state (<see cref="ChainParity"/>).</summary>
    public static double OfChain => 100;
}
