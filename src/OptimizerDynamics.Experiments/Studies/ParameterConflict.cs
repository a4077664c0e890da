namespace OptimizerDynamics.Experiments;

/// <summary>Values of a trial that contradict each other.</summary>
/// <param name="Key">The key of the parameter whose value is to be changed: a message about a file names its line.</param>
/// <param name="Message">What is wrong, in a line.</param>
public sealed record ParameterConflict(string Key, string Message);
