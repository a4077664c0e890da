namespace OptimizerDynamics.Networks;

/// <summary>A network on a backend together with its optimizer.</summary>
public interface ITrainingNetwork : IBackendNetwork
{
    /// <summary>Takes a step: forward with the mini-batch's statistics, of which the running ones take their share, backward from the mean
    /// cross-entropy, and the optimizer's update.</summary>
    /// <param name="pixels">The images of the mini-batch, at least two.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="logits">Receives the logits before the step, [images, classes].</param>
    /// <returns>The mini-batch's mean cross-entropy before the step, in nats; NaN or infinite where the network is.</returns>
    double TakeStep(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> labels, Span<float> logits);

    /// <summary>Has the decay's part of every update summed up from now on, before the first step. No bit of θ depends on it.</summary>
    /// <returns>Whether it is: false where the optimizer does not decay, or does not split (<see cref="Chain.WhyNotSplit"/>).</returns>
    bool MeasureDecay();

    /// <summary>Reads what decay did in the steps since the first, or since <see cref="LoadDecay"/>.</summary>
    /// <param name="sums">Receives the sums; zero where nothing is measured.</param>
    void ReadDecay(DecaySums sums);

    /// <summary>Replaces the sums, to go on from them; does nothing where nothing is measured.</summary>
    /// <param name="sums">The sums: those of no step for a new start.</param>
    void LoadDecay(DecaySums sums);

    /// <summary>Writes the number of steps that the optimizer has taken and all that its rules remember, bit for bit.</summary>
    /// <param name="destination">Takes the bytes; left open.</param>
    void SaveOptimizer(Stream destination);

    /// <summary>Resumes the optimizer where <see cref="SaveOptimizer"/> stopped.</summary>
    /// <param name="source">What was written; left open, behind the last byte.</param>
    /// <exception cref="OptimizerStateException">The state is damaged, or of another optimizer or network. This one is as it
    /// was.</exception>
    void LoadOptimizer(Stream source);
}
