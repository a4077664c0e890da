using System.CommandLine;
using System.Globalization;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn data verify</c>: reads all of a data set.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandContext context)
    {
        var set = new Argument<string>("set")
        {
            Description = $"The set: {string.Join(", ", KnownData.Names(context.Registry))}, or a folder of IDX files, images or models.",
        };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var command = new Command("verify", "Read every image of a data set, and say how many there are of each class.") { set, quiet };
        command.SetAction(parsed =>
        {
            using var end = new EndRequest();
            var data = KnownData.Find(context.Registry, parsed.GetRequiredValue(set), isCluttered: false, end.Token);
            data.Notify(context.Errors);
            Verify(data, parsed.GetValue(quiet) ? TextWriter.Null : context.Output, end.Token);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Verify(KnownData data, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            var (training, test) = data.Set.Open(new DataChoice(data.Name, data.Folder), cancellation);
            using var first = training;
            using var second = test;
            (string Part, DataFacts Facts) Of(string part, IImageSource images)
            {
                DataFacts? facts = null;
                new ProgressDisplay(output).Show(
                    part, images.Count, "images", report => facts = DataFacts.Of(images, report, cancellation));
                return (part, facts!);
            }

            foreach (var (part, fact) in new[] { Of("training", training), Of("test", test) })
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part}: {fact.Count:#,0} images of {fact.Channels} × {fact.Height} × {fact.Width}, {fact.Classes} classes with "
                        + $"{(fact.Fewest == fact.Most ? $"{fact.Most:#,0}" : $"{fact.Fewest:#,0} to {fact.Most:#,0}")} each; mean "
                        + $"{string.Join(", ", fact.Means.Select(mean => mean.ToString("0.0000", CultureInfo.InvariantCulture)))}"));
            }
        }
        catch (DataFileException cause)
        {
            throw new InputException(cause.Message, cause);
        }
        catch (OperationCanceledException cause)
        {
            throw new OperationCanceledException("stopped before all images were read", cause, cancellation);
        }
    }
}
