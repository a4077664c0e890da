namespace OptimizerDynamics;

/// <summary>What multiplies a framework's number before it is what a step takes of θ.</summary>
public enum DecayScaling
{
    /// <summary>Nothing: a schedule of the learning rate leaves it as it is.</summary>
    Nothing,

    /// <summary>The schedule's multiplier η, the learning rate over its first value; not the learning rate itself.</summary>
    Schedule,

    /// <summary>The learning rate as it is scheduled, η·α.</summary>
    LearningRate,
}

/// <summary>How a framework is told how much decays.</summary>
public enum DecaySpelling
{
    /// <summary>By an argument of the optimizer.</summary>
    Argument,

    /// <summary>By something around the optimizer, such as another link of a chain.</summary>
    Around,

    /// <summary>By a line of its own: at every layer, say, or before every step.</summary>
    Beside,
}

/// <summary>How a framework's optimizer decays parameters.</summary>
/// <param name="Key">The setting of ours that its number is read from, <c>weightDecay</c> or <c>l2</c>; null where it is only
/// written.</param>
/// <param name="Name">What the framework calls it, such as <c>weight_decay</c>.</param>
/// <param name="Default">Its number where none is given.</param>
/// <param name="Source">Where that can be looked up.</param>
public sealed record DecayArgument(string? Key, string Name, double Default, Citation Source)
{
    /// <summary>What multiplies the number; of decoupled decay only.</summary>
    public DecayScaling Scaling { get; init; } = DecayScaling.LearningRate;

    /// <summary>
    /// Of coupled decay only: the gradient is this times the number times θ; 2 where the number is that of a penalty λ·θ².
    /// </summary>
    public double Factor { get; init; } = 1;

    /// <summary>How it is said.</summary>
    public DecaySpelling Spelling { get; init; }

    /// <summary>Whether it can stand beside the other kind of decay without changing what that does.</summary>
    public bool GoesWithOther { get; init; } = true;

    /// <summary>The text where it is no argument: {0} is the number, {1} the optimizer's call, {2} the learning rate.</summary>
    public string Template { get; init; } = "";

    /// <summary>The same where the number has to follow the schedule by the user's own hand; {3} is the schedule's multiplier of t, in
    /// Python. Null where it follows by itself.</summary>
    public string? ScheduledTemplate { get; init; }
}
