using System.CommandLine;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn trace</c>: any optimizer over any gradient stream.</summary>
internal static class TraceCommand
{
    private const string Description =
        """
        Run an optimizer over a stream of gradients and write the parameters it passes through.

        This is how to compare us with any other framework: give both the same gradients and the
        same start, and compare the rows.

          optdyn trace --optimizer adam.yaml --gradients g.csv --initial x0.csv --out path.csv

        adam.yaml names the optimizer and its settings; 'optdyn optimizers' lists them:

          optimizer: adam
          lr: 1e-3
          l2: 1e-4              # coupled: enters the gradient
          # weightDecay: 1e-4   # decoupled: times the schedule multiplier, not times lr
          # l1: 1e-4            # coupled: λ·sign(θ) enters the gradient; proximalL1 is decoupled
          schedule: {kind: fractions, at: [0.75], factor: 0.1}

        g.csv has one row per step and one column per parameter, without a header; x0.csv has one row.
        The output has one row more than g.csv: the parameters before the first step and after each,
        written so that reading them back gives the same bits. Gradients are those given, whatever
        the parameters do.

        What the settings leave out has the paper's value; 'preset: pytorch' makes PyTorch's defaults
        hold instead. 'decayed: [weight]' limits all of them to some kinds of parameters, 'l1Kinds' and
        its like one of them; the parameters of a trace are weights.

        With --decompose each row has the parts of the update behind the parameters: as many columns
        for the loss's part of the step that led there, and as many for the decay's (what L2, weight
        decay or L1 has done, over the denominators of the actual run). The parameters of a row are
        those of the row before less both parts, but for rounding: the decay's part over the parameter
        of the row before is the effective decay rate of that step.

        Three engines take the same stream: the CPU interpreter (the default), the tensor interpreter,
        which runs on GPUs too, and TorchSharp's own optimizer as it is, where it has one (weight
        decay, which it lacks, is then done beside it). With --dtype float32 the numbers of the files
        are rounded first.
        """;

    public static Command Create(CommandContext context)
    {
        var optimizer = CommandOptions.RequiredFile("--optimizer", "Settings of the optimizer (YAML).");
        var gradients = CommandOptions.RequiredFile(
            "--gradients", "The gradients (CSV): one row per step, one column per parameter, no header.");
        var initial = CommandOptions.RequiredFile("--initial", "The parameters before the first step (CSV): one row.");
        var destination = CommandOptions.RequiredFile(
            "--out", "Where the trajectory goes; '-' is standard output. Written whole or not at all.");
        var stateIn = CommandOptions.File(
            "--state-in", "Resume from a state saved by --state-out, of the same optimizer and number of parameters.");
        var stateOut = CommandOptions.File("--state-out", "Save the optimizer's state after the last step, bit for bit.");
        var runLength = CommandOptions.WholeNumber(
            "--run-length",
            "Steps of the whole run, for schedules that depend on it. When left out, the rows of the gradients are the whole run; a "
                + "run in parts (--state-in, --state-out) needs it.",
            0, 1, long.MaxValue);
        var format = CommandOptions.Choice(
            "--format", "csv: numbers between commas. jsonl: one object a line, {\"step\":0,\"parameters\":[…]}.", "csv", "jsonl");
        var engine = CommandOptions.Choice("--engine", "What computes: cpu, tensor or torchsharp.", TraceEngine.Names);
        var dtype = CommandOptions.Choice("--dtype", "What it computes in: float64 or float32.", TraceEngine.ElementTypes);
        var device = CommandOptions.Device("Where it computes: cpu, cuda or cuda:n. The CPU interpreter runs on the cpu only.");

        var decompose = new Option<bool>("--decompose")
        {
            Description = "Write the loss's and the decay's part of every update behind the parameters. Of optimizers that split, "
                + "all but lion; --engine cpu or tensor.",
        };

        var command = new Command(
            "trace",
            Description)
        {
            optimizer, gradients, initial, destination, stateIn, stateOut, runLength, format, decompose, engine, device, dtype,
        };
        command.SetAction(parsed => new TraceRun
        {
            Optimizer = parsed.GetRequiredValue(optimizer),
            Gradients = parsed.GetRequiredValue(gradients),
            Initial = parsed.GetRequiredValue(initial),
            Destination = parsed.GetRequiredValue(destination),
            StateIn = parsed.GetValue(stateIn),
            StateOut = parsed.GetValue(stateOut),
            RunLength = parsed.GetValue(runLength) is > 0 and var steps ? steps : null,
            AsJsonLines = parsed.GetRequiredValue(format) == "jsonl",
            IsDecomposed = parsed.GetValue(decompose),
            Engine = parsed.GetRequiredValue(engine),
            Device = parsed.GetRequiredValue(device),
            ElementType = parsed.GetRequiredValue(dtype),
        }.Run(context));
        return command;
    }
}
