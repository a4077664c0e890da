using OptimizerDynamics.Cli;

return Entry.Run(args);
