using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>A part of the update on its way through the chain: its windows on its own vectors, and what comes out.</summary>
/// <param name="Part">Which part it is.</param>
/// <param name="Output">What comes out of the chain, as long as θ.</param>
/// <param name="Vectors">The vectors of each rule: the part's own where it has some, else the rule's.</param>
/// <param name="Blocks">Its blocks, beside those of the update.</param>
/// <param name="Outputs">Their windows on <paramref name="Output"/>.</param>
internal sealed record TensorTrack(UpdateParts Part, Tensor Output, Tensor[][] Vectors, TensorBlock[] Blocks, Tensor[] Outputs)
{
    /// <summary>The part's own vectors, which a saved state holds, in the order of the rules.</summary>
    public IEnumerable<Tensor> OwnState(Chain chain) => Part == UpdateParts.WithoutDecay
        ? [] // is of the rules' state before each step
        : chain.Zip(Vectors).SelectMany(pair => pair.First.LinearVectors.Select(index => pair.Second[index]));
}
