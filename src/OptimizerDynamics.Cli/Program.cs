using OptimizerDynamics.Cli;

// The first that is registered is the last that is asked: work that can end where it is consistent comes first.
using var signals = EndSignals.EndInOrder();
FileSizeLimit.FailWrites();
return Composition.Run(args, Console.Out, Console.Error);
