using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// A window on θ, g, the rules' vectors and scratch memory, and the update that passes through the chain there.
/// </summary>
/// <remarks>
/// <para>The update is not computed before somebody needs its numbers. Until then it is an expression,</para>
/// <code>
/// u = factor · numerator / denominator + Σ λₖ · maskₖ · θ
/// </code>
/// <para>so that multiplying by learning rate and schedule costs nothing, decoupled weight decay one operation, and Adam's quotient is
/// divided, scaled and subtracted from θ in one.</para>
/// <para>Numerator and denominator are g, a rule's vector, <see cref="Update"/> or <see cref="Scratch"/>, never
/// <see cref="SecondScratch"/>. Rules never write to g, and to θ only those that are proximal.</para>
/// </remarks>
public sealed class TensorBlock
{
    private readonly Tensor _gradients;
    private readonly Tensor?[] _masks;
    private readonly Tensor[][] _vectors;
    private readonly double[] _decay;
    private Tensor[] _ruleVectors = [];
    private Tensor _numerator;
    private Tensor? _denominator;
    private double _factor;

    /// <param name="operations">The operations on tensors, with their number type and device.</param>
    /// <param name="parameters">The window on θ.</param>
    /// <param name="gradients">The window on g.</param>
    /// <param name="vectors">The windows on the rules' vectors, rule by rule.</param>
    /// <param name="masks">The windows on the masks: 1 for an element that decays, else 0. The first stands for all elements and is
    /// null.</param>
    /// <param name="scratch">Three tensors of the window's length.</param>
    internal TensorBlock(
        TensorOperations operations, Tensor parameters, Tensor gradients, Tensor[][] vectors, Tensor?[] masks, Tensor[] scratch)
    {
        (Operations, Parameters, _gradients, _vectors, _masks) = (operations, parameters, gradients, vectors, masks);
        (Update, Scratch, SecondScratch) = (scratch[0], scratch[1], scratch[2]);
        _decay = new double[masks.Length];
        _numerator = gradients;
    }

    /// <summary>The operations on tensors, with their number type and device.</summary>
    public TensorOperations Operations { get; }

    /// <summary>θ as it was before the step; only a proximal rule (<see cref="UpdateRule.IsProximal"/>) writes to it, and finds it as the
    /// update has left it.</summary>
    public Tensor Parameters { get; }

    /// <summary>Memory for the update itself: what <see cref="Owned"/> returns.</summary>
    public Tensor Update { get; private set; }

    /// <summary>
    /// Memory to compute in, and for the denominator that a rule passes on. Free once the incoming update has been asked for.
    /// </summary>
    public Tensor Scratch { get; private set; }

    /// <summary>More memory to compute in, which nothing passed on may refer to.</summary>
    public Tensor SecondScratch { get; private set; }

    /// <summary>What the update that was passed on is divided by; null for 1.</summary>
    public Tensor? Denominator => _denominator;

    /// <summary>What the update that was passed on is multiplied by.</summary>
    public double Factor => _factor;

    /// <summary>The window on a vector of the rule that is at work.</summary>
    /// <param name="index">The vector's index among the rule's <see cref="UpdateRule.Vectors"/>.</param>
    public Tensor Vector(int index) => _ruleVectors[index];

    /// <summary>Runs the whole chain over this window: θ ← θ − chain(g), and θ ← prox(θ) where it ends in a proximal rule.</summary>
    /// <param name="rules">The chain.</param>
    /// <param name="updateLength">How many of them make the update.</param>
    internal void Run(TensorRule[] rules, int updateLength)
    {
        Start(isOfLoss: true);
        for (var i = 0; i < updateLength; i++)
            Apply(rules, i);
        AddTo(Parameters, -1);
        for (var i = updateLength; i < rules.Length; i++)
            Apply(rules, i);
    }

    /// <summary>Begins a step: with the gradient, or, for a part that is not the loss's, with nothing.</summary>
    internal void Start(bool isOfLoss)
    {
        if (!isOfLoss)
            Operations.Zero(Update);
        PassOn(isOfLoss ? _gradients : Update);
    }

    /// <summary>Applies a rule of the chain.</summary>
    internal void Apply(TensorRule[] rules, int index)
    {
        _ruleVectors = _vectors[index];
        rules[index].Apply(this);
    }

    /// <summary>Takes this block, of a part, through a rule, and computes what comes out before the whole's memory is used again.</summary>
    /// <param name="rules">The chain.</param>
    /// <param name="index">The rule's index.</param>
    /// <param name="whole">The update's block, which the rule has been applied to; null for an update of its own.</param>
    internal void ApplyPart(TensorRule[] rules, int index, TensorBlock? whole)
    {
        _ruleVectors = _vectors[index];
        if (whole is null)
            rules[index].Apply(this);
        else
            rules[index].ApplyPart(this, whole);
        Incoming();
    }

    /// <summary>Copies the vectors of a rule from another block.</summary>
    internal void CopyVectors(TensorBlock from, int index)
    {
        foreach (var (to, vector) in _vectors[index].Zip(from._vectors[index]))
            Operations.Copy(to, vector);
    }

    /// <summary>The window on a mask: 1 for an element of its kinds, else 0; null for the mask of all elements.</summary>
    internal Tensor? Mask(int index) => _masks[index];

    /// <summary>u ← factor·u.</summary>
    /// <param name="factor">The factor.</param>
    public void ScaleBy(double factor)
    {
        _factor *= factor;
        for (var i = 0; i < _decay.Length; i++)
            _decay[i] *= factor;
    }

    /// <summary>u ← u + λ·mask·θ.</summary>
    internal void AddDecay(int mask, double lambda) => _decay[mask] += lambda;

    /// <summary>u ← factor·numerator/denominator.</summary>
    /// <param name="numerator">g, a rule's vector, <see cref="Update"/> or <see cref="Scratch"/>.</param>
    /// <param name="denominator">The same; null for 1.</param>
    /// <param name="factor">The factor.</param>
    public void PassOn(Tensor numerator, Tensor? denominator = null, double factor = 1)
    {
        (_numerator, _denominator, _factor) = (numerator, denominator, factor);
        Array.Clear(_decay);
    }

    /// <summary>The incoming update as a tensor to read.</summary>
    public Tensor Incoming()
    {
        if (_denominator is null && _factor == 1 && DecayTerms() == 0)
            return _numerator;

        var isInUpdate = ReferenceEquals(_numerator, Update);
        if (_factor != 1 || (_denominator is not null && !isInUpdate))
        {
            var target = isInUpdate ? SecondScratch : Update;
            Operations.Zero(target);
            AddTo(target, 1);
            if (isInUpdate)
                (Update, SecondScratch) = (SecondScratch, Update);
        }
        else
        {
            if (!isInUpdate)
                Operations.Copy(Update, _numerator);
            if (_denominator is not null)
                Operations.Divide(Update, _denominator);
            AddDecayTo(Update, 1);
        }

        PassOn(Update);
        return Update;
    }

    /// <summary>The incoming update in memory of its own, to be changed.</summary>
    public Tensor Owned()
    {
        var incoming = Incoming();
        if (!ReferenceEquals(incoming, Update))
        {
            Operations.Copy(Update, incoming);
            PassOn(Update);
        }

        return Update;
    }

    /// <summary>Makes <see cref="Scratch"/> the update's memory, and what was the update's memory scratch.</summary>
    public void SwapUpdateAndScratch() => (Update, Scratch) = (Scratch, Update);

    /// <summary>target ← target + factor·u, without computing u first.</summary>
    /// <param name="target">A tensor of the window's length that u is not made of.</param>
    /// <param name="factor">The factor.</param>
    public void AddTo(Tensor target, double factor)
    {
        // What decays, decays from θ as it was before the step; a second term would see what the first has left.
        if (ReferenceEquals(target, Parameters) && DecayTerms() > 1)
            Incoming();
        AddDecayTo(target, factor);
        if (_denominator is null)
            Operations.Add(target, _numerator, factor * _factor);
        else
            Operations.AddQuotient(target, _numerator, _denominator, factor * _factor);
    }

    private int DecayTerms() => _decay.Length - _decay.AsSpan().Count(0);

    private void AddDecayTo(Tensor target, double factor)
    {
        for (var i = 0; i < _decay.Length; i++)
        {
            if (_decay[i] == 0)
                continue;
            if (i == 0)
                Operations.Add(target, Parameters, factor * _decay[i]);
            else
                Operations.AddProduct(target, Parameters, _masks[i]!, factor * _decay[i]);
        }
    }
}
