using System.CommandLine;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using OptimizerDynamics.Data;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Cli;

/// <summary>What is fetched.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="FingerprintOf">The fingerprint of the set in a folder: it is noted there, so that the set is known to be the published
/// one.</param>
/// <param name="Folder">Where the set's folder is wanted.</param>
/// <param name="KeepsArchive">Whether the archive stays.</param>
/// <param name="BetweenAttempts">How long to wait before a broken connection is made again.</param>
internal sealed record FetchOptions(
    DataArchive Archive, Func<string, string> FingerprintOf, string Folder, bool KeepsArchive, TimeSpan BetweenAttempts);

/// <summary><c>optdyn data fetch</c>: a data set from where it is published to a folder, whole or not at all.</summary>
internal static class FetchCommand
{
    private const string Description =
        """
        Fetch a data set from where it is published.

          optdyn data fetch cifar-10 --to data
          OPTDYN_DATA=data optdyn train --data cifar-10 ...

        Size and SHA-256 are checked before anything is unpacked. Interrupted, the same command
        resumes where it stopped. The set's folder appears when all of it is there.
        """;

    public static Command Create(CommandContext context)
    {
        var names = Fetched(context.Registry).Select(known => known.Name);
        var set = new Argument<string>("set") { Description = $"The set: {string.Join(", ", names)}." };
        var folder = CommandOptions.Folder("--to", $"The folder of the data sets; {DataSets.Variable} when left out.");
        var mirror = new Option<string?>("--from") { Description = "Another address of the same archive.", HelpName = "url" };
        var keep = new Option<bool>("--keep-archive") { Description = "Leave the archive beside the set's folder." };
        var quiet = new Option<bool>("--quiet") { Description = "Say nothing but errors." };
        var command = new Command("fetch", Description) { set, folder, mirror, keep, quiet };
        command.SetAction(parsed =>
        {
            var known = Find(context.Registry, parsed.GetRequiredValue(set));
            var archive = known.Archive!;
            if (parsed.GetValue(mirror) is { } other)
            {
                archive = Uri.TryCreate(other, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                    ? archive with { Address = address }
                    : throw new InputException($"--from: expected an address that begins with http:// or https://, found '{other}'");
            }

            var target = parsed.GetValue(folder) ?? Environment.GetEnvironmentVariable(DataSets.Variable)
                ?? throw new InputException($"--to: expected a folder, found none, and {DataSets.Variable} is not set");
            using var end = new EndRequest();
            var shown = parsed.GetValue(quiet) ? TextWriter.Null : context.Output;
            var options = new FetchOptions(
                archive, path => known.Fingerprint(path, end.Token), target, parsed.GetValue(keep), TimeSpan.FromSeconds(2));
            Fetch(options, shown, end.Token);
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Fetches and unpacks an archive.</summary>
    /// <param name="options">Which, and where to.</param>
    /// <param name="output">Takes progress.</param>
    /// <param name="end">Asks to stop.</param>
    internal static void Fetch(FetchOptions options, TextWriter output, CancellationToken end)
    {
        var (archive, fingerprintOf, folder, keepsArchive, betweenAttempts) = options;
        var target = Path.Combine(folder, archive.Folder);
        if (Directory.Exists(target))
        {
            output.WriteLine($"{target} is there; 'optdyn data verify {archive.Set}' reads all of it");
            return;
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, archive.FileName);
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        if (!File.Exists(file))
            new Download(client, output, betweenAttempts).Fetch(archive.Address, file, archive.Size, archive.Sha256, end);
        else
            Require(archive, file);
        // Unpacked beside, and put in its place when all of it is there.
        var beside = Path.Combine(folder, $".{archive.Folder}.unpacking");
        if (Directory.Exists(beside))
            Directory.Delete(beside, recursive: true);
        Directory.CreateDirectory(beside);
        output.WriteLine($"unpacking {file}");
        try
        {
            Unpack(file, beside);
        }
        catch (Exception cause) when (cause is InvalidDataException or FormatException or EndOfStreamException)
        {
            throw new FailureException($"{file}: the archive cannot be unpacked: {cause.Message}", cause);
        }

        var inside = Path.Combine(beside, archive.Folder);
        if (!Directory.Exists(inside))
            throw new FailureException($"{file}: expected a folder {archive.Folder} in the archive, found none");
        archive.Note(inside, fingerprintOf(inside));
        Directory.Move(inside, target);
        Directory.Delete(beside, recursive: true);
        if (!keepsArchive)
            File.Delete(file);
        output.WriteLine($"{archive.Set}: {target}");
    }

    private static IEnumerable<DataSet> Fetched(Registry registry) => registry.DataSets.Where(set => set.Archive is not null);

    private static DataSet Find(Registry registry, string name)
    {
        var set = registry.DataSets.FirstOrDefault(known => !known.IsFormat && (known.Name == name || known.FilesName == name));
        return set is null ? throw new InputException(Nearest.Unknown("data set", name, [.. Fetched(registry).Select(known => known.Name)]))
            : set.Archive is null ? throw new InputException($"{name} cannot be fetched: {set.HowToGet}") : set;
    }

    /// <summary>An archive that was there before has to be the published one, too.</summary>
    private static void Require(DataArchive archive, string file)
    {
        using var stream = File.OpenRead(file);
        var found = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (found != archive.Sha256)
            throw new FailureException(
                $"{file}: expected a file with the SHA-256 {archive.Sha256}, found {found}; delete it to fetch it again");
    }

    private static void Unpack(string file, string folder)
    {
        if (file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            ZipFile.ExtractToDirectory(file, folder);
            return;
        }

        using var compressed = File.OpenRead(file);
        using var tar = new GZipStream(compressed, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(tar, folder, overwriteFiles: false);
    }
}
