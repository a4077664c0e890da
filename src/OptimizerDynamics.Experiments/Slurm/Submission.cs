using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments;

/// <summary>A job array that was submitted, or was about to be: a folder <c>DIR/STUDY/slurm/NUMBER</c> with script, specifications, logs,
/// and this as JSON.</summary>
/// <remarks>The file is written before the job is submitted, with the job's name, which no other has, and again with its id: killed between
/// the two, the next command finds the job by its name, and nothing is submitted twice.</remarks>
/// <param name="Folder">The folder of script, specifications, logs and this file.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Job">The job's id; null where Slurm did not say it.</param>
/// <param name="Submitted">The time of submission, in UTC.</param>
/// <param name="Trials">The ids of its trials; the first is task 1.</param>
public sealed record Submission(string Folder, string Name, string? Job, DateTime Submitted, ImmutableArray<string> Trials)
{
    private const int Schema = 1;
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    private const string FolderName = "slurm", FileName = "submission.json";

    /// <summary>The folder of a study's submissions.</summary>
    /// <param name="store">The run store.</param>
    /// <param name="study">The study's name.</param>
    public static string FolderOf(RunStore store, string study)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Path.Combine(store.FolderOf(study), FolderName);
    }

    /// <summary>Creates the next submission's folder.</summary>
    /// <param name="store">The run store.</param>
    /// <param name="study">The study's name.</param>
    public static string NextFolder(RunStore store, string study)
    {
        var number = Numbers(FolderOf(store, study)).LastOrDefault() + 1;
        var folder = Path.Combine(FolderOf(store, study), number.ToString(CultureInfo.InvariantCulture));
        return Directory.CreateDirectory(folder).ToString();
    }

    /// <summary>All submissions of a study, the first one first.</summary>
    /// <param name="store">The run store.</param>
    /// <param name="study">The study's name.</param>
    /// <exception cref="InputException">A file is damaged; the message names it.</exception>
    public static IReadOnlyList<Submission> ReadAll(RunStore store, string study)
    {
        var folder = FolderOf(store, study);
        return
        [
            .. Numbers(folder).Select(number => Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture)))
                .Where(folder => File.Exists(Path.Combine(folder, FileName))).Select(Read),
        ];
    }

    /// <summary>The task of a trial, counted from 1; 0 where it is not in it.</summary>
    /// <param name="trial">The trial's id.</param>
    public int TaskOf(string trial) => Trials.IndexOf(trial) + 1;

    /// <summary>The log of a trial.</summary>
    /// <param name="trial">The trial's id.</param>
    public string LogOf(string trial) => JobScript.LogOf(Folder, TaskOf(trial));

    /// <summary>Writes the file: it is there whole or not at all.</summary>
    public void Write()
    {
        var json = new JsonObject
        {
            ["schema"] = Schema,
            ["name"] = Name,
            ["job"] = Job,
            ["submitted"] = Submitted.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["trials"] = new JsonArray([.. Trials.Select(trial => (JsonNode)trial)]),
        };
        AtomicFile.Write(Path.Combine(Folder, FileName), json.ToJsonString(_indented) + "\n");
    }

    private static Submission Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var text = File.ReadAllText(path);
            using var document = JsonDocument.Parse(text);
            JsonText.RequirePlain(text);
            var (json, job) = (document.RootElement, document.RootElement.GetProperty("job").GetString());
            if (job is not null && SlurmNumber.In(job) == 0)
                throw new FormatException($"its job is '{job}', which is no number of a job");
            return json.GetProperty("schema").GetInt32() == Schema
                ? new Submission(
                    folder, json.GetProperty("name").GetString()!, job,
                    json.GetProperty("submitted").GetDateTime(),
                    [.. json.GetProperty("trials").EnumerateArray().Select(trial => trial.GetString()!)])
                : throw new FormatException($"it has another schema than {Schema}");
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: expected what 'optdyn submit' wrote: {Text.WordsOf(cause)}", cause);
        }
    }

    private static IEnumerable<int> Numbers(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(path => SlurmNumber.In(Path.GetFileName(path))).Where(number => number > 0).Order()
        : [];
}
