using System.CommandLine;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn explain</c>: what optimizer settings are elsewhere, and what they do to a parameter that is seldom used.</summary>
internal static class ExplainCommand
{
    private const string Description =
        """
        Say in a page what optimizer settings mean.

          optdyn explain --framework pytorch --optimizer adamw --lr 3e-4 --weight-decay 0.05 --beta2 0.95 \
              --iterations 100000 --schedule cosine

        First, what that is in other frameworks: code to paste, where the decay stands, what multiplies it,
        and what is not the same. Then what becomes of a parameter whose gradient falls silent, or comes in 1
        of 1,000, 100 or 10 mini-batches only: half-life and time to a thousandth, by theory and simulated,
        under L2, weight decay and none. Then where the settings stand between those that kill such a
        parameter within the run and those that do not, and which single change would move them to the
        other side. An L1 (--l1, --proximal-l1) is told by itself: when a silent parameter comes to 0, and
        whether it rests there.

        Settings are read in the terms of --framework, whose defaults hold for what is left out:
        --weight-decay of pytorch's adam is coupled and that of its adamw is decoupled and times lr, for
        example. Without it they are read in this project's terms, which are the paper's. A settings file
        as 'optdyn trace' takes it can be named in place of an optimizer; it says all.
        """;

    public static Command Create(CommandContext context)
    {
        var options = new ExplainOptions(context.Registry);
        var command = new Command("explain", Description);
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction(parsed => options.Read(parsed).Run(context));
        return command;
    }
}
