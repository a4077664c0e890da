using System.CommandLine;
using OptimizerDynamics.Torch;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn doctor</c>: what a user needs when something is off.</summary>
internal static class DoctorCommand
{
    private const string Description =
        """
        Say what this program found on this machine: libstdc++, libtorch, devices, threads, data sets.
        A small convolution and a BatchNorm are computed by libtorch and by plain loops, and compared.

        Exit code 0: all is well. 1: libtorch cannot be used or computes wrongly; the last lines say
        what to do. That CUDA or a data set is missing is no problem.
        """;

    public static Command Create(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Write one JSON object." };
        var command = new Command("doctor", Description) { json };
        command.SetAction(parsed => Run(parsed.GetValue(json), context));
        return command;
    }

    private static int Run(bool json, CommandContext context)
    {
        if (Environment.GetEnvironmentVariable(NativeTorch.VersionVariable) == "any")
        {
            context.Errors.WriteLine(
                $"optdyn: {NativeTorch.VersionVariable}=any accepts every libtorch. Should nothing follow, this one has ended the process: "
                + "unset the variable.");
            context.Errors.Flush();
        }

        try
        {
            var report = Examination.Run(context.Registry.DataSets);
            context.Output.Write(json ? DoctorJson.Render(report) : DoctorText.Render(report));
            return report.Problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }
        catch (Exception e) when (e is not IOException)
        {
            // A fault of this command must not hide behind a stack trace what the user came to ask.
            var message = string.Join(' ', e.Message.Split('\n'));
            context.Errors.WriteLine($"optdyn: doctor itself failed. Please report this: {e.GetType().Name}: {message}");
            return ExitCodes.Failure;
        }
    }
}
