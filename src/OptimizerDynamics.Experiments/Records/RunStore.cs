using System.Text;

namespace OptimizerDynamics.Experiments;

/// <summary>The trials that were run, a file each, in a folder for each study.</summary>
/// <remarks>
/// <para><c>FOLDER/STUDY/ID.json</c> holds one record. It appears whole or not at all, so that many processes can write to one store. A
/// file that cannot be read is never deleted: it is moved aside as <c>ID.json.unreadable</c>, named, and its trial counts as not
/// run.</para>
/// <para>Beside it, while the trial runs, are <c>ID.lock</c>, held by the process that runs it, and <c>ID.checkpoint</c>; and when it has
/// ended <c>ID.trained</c>, its network, where that is kept.</para>
/// <para>What is committed and reported is <c>records.jsonl</c>, all records of a study in the order of their ids, a line each
/// (<see cref="WriteLines"/>, <see cref="ReadLines"/>).</para>
/// </remarks>
/// <param name="folder">The store's folder; made when something is written.</param>
public sealed class RunStore(string folder)
{
    /// <summary>The store's folder where nothing else is said, below the current one.</summary>
    public const string Usual = "runs";

    /// <summary>The ending of <see cref="TrainedOf"/>, in the place of a record's <c>.json</c>.</summary>
    public const string TrainedExtension = ".trained";

    /// <summary>The ending of <see cref="CheckpointOf"/>, in the place of a record's <c>.json</c>.</summary>
    public const string CheckpointExtension = ".checkpoint";

    private const string Extension = ".json", Aside = ".unreadable";

    /// <summary>The store's folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The folder of a study.</summary>
    /// <param name="study">The study's name.</param>
    /// <exception cref="ArgumentException">It is no name: it leads out of the store.</exception>
    public string FolderOf(string study)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(study);
        return study.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && study is not ("." or "..")
            ? Path.Combine(Folder, study)
            : throw new ArgumentException($"'{study}' cannot be a study's name: it names a folder.", nameof(study));
    }

    /// <summary>The checkpoints of a trial.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="id">The trial's id.</param>
    public TrialCheckpoint CheckpointOf(string study, string id) => new(Path.Combine(FolderOf(study), id + CheckpointExtension), id);

    /// <summary>What is kept of a trial that was trained to its end, where that is asked for: a last checkpoint.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="id">The trial's id.</param>
    public TrialCheckpoint TrainedOf(string study, string id) => new(Path.Combine(FolderOf(study), id + TrainedExtension), id);

    /// <summary>Takes the lock of a trial.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="id">The trial's id.</param>
    /// <returns>The lock, or null where another process is running the trial.</returns>
    public FileLock? TakeLock(string study, string id) => FileLock.Take(Path.Combine(FolderOf(study), $"{id}.lock"));

    /// <summary>Writes a record over an earlier one of the same trial, if any.</summary>
    /// <param name="record">The record.</param>
    /// <exception cref="IOException">It cannot be written; an earlier one is as it was.</exception>
    public void Write(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Directory.CreateDirectory(FolderOf(record.Study));
        AtomicFile.Write(PathOf(record.Study, record.Id), record.ToJson() + "\n");
    }

    /// <summary>The record of a trial, or null when there is none that can be read.</summary>
    /// <param name="study">The study.</param>
    /// <param name="id">The trial's id.</param>
    /// <param name="notices">Takes a line for a file that was set aside.</param>
    public TrialRecord? Find(string study, string id, ICollection<string> notices)
    {
        var path = PathOf(study, id);
        return File.Exists(path) ? Read(path, notices) : null;
    }

    /// <summary>The record of a trial that was run for another study, and did not fail; null where there is none.</summary>
    /// <param name="study">The study whose own records do not count.</param>
    /// <param name="id">The trial's id.</param>
    /// <param name="notices">Takes a line for each file that was set aside.</param>
    public TrialRecord? FindInOther(string study, string id, ICollection<string> notices) => !Directory.Exists(Folder) ? null
        : Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Where(other => other != study)
            .Order(StringComparer.Ordinal).Select(other => Find(other, id, notices)).FirstOrDefault(
                record => record is { Status: not TrialStatus.Failed });

    /// <summary>All records of a study that can be read, in the order of their ids.</summary>
    /// <param name="study">The study.</param>
    /// <param name="notices">Takes a line for each file that was set aside.</param>
    public IReadOnlyList<TrialRecord> ReadAll(string study, ICollection<string> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        if (!Directory.Exists(FolderOf(study)))
            return [];
        var files = Directory.EnumerateFiles(FolderOf(study), $"*{Extension}")
            .Where(path => Path.GetExtension(path) == Extension).Order(StringComparer.Ordinal);
        return [.. files.Select(path => Read(path, notices)).OfType<TrialRecord>().OrderBy(record => record.Id, StringComparer.Ordinal)];
    }

    /// <summary>Writes records as lines, in the order of their ids: the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">The records, each trial once.</param>
    /// <exception cref="ArgumentException">A trial is there twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteLines(string path, IEnumerable<TrialRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        TrialRecord[] sorted = [.. records.OrderBy(record => record.Id, StringComparer.Ordinal)];
        foreach (var (first, second) in sorted.Zip(sorted.Skip(1)))
        {
            if (first.Id == second.Id)
                throw new ArgumentException($"The trial {first.Id} is there twice.", nameof(records));
        }

        using var file = AtomicFile.Create(path);
        foreach (var record in sorted)
            file.Stream.Write(Encoding.UTF8.GetBytes(record.ToJson() + "\n"));
        file.Commit();
    }

    /// <summary>Reads what <see cref="WriteLines"/> writes. A committed file is not repaired: a line that cannot be read is an
    /// error.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">A line cannot be read, or a trial is there twice; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<TrialRecord> ReadLines(string path)
    {
        var records = new Dictionary<string, TrialRecord>(StringComparer.Ordinal);
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            PlainText.RequireLine(line, path, index + 1);
            try
            {
                var record = TrialRecord.FromJson(line);
                if (!records.TryAdd(record.Id, record))
                    throw new FormatException($"the trial {record.Id} is there twice");
            }
            catch (FormatException cause)
            {
                throw new InputException($"{path}:{index + 1}: expected the record of a trial: {cause.Message}", cause);
            }
        }

        return [.. records.Values];
    }

    private static TrialRecord? Read(string path, ICollection<string> notices)
    {
        try
        {
            var record = TrialRecord.FromJson(File.ReadAllText(path));
            return record.Id == Path.GetFileNameWithoutExtension(path)
                ? record
                : throw new FormatException($"it is the record of {record.Id}");
        }
        catch (FormatException cause)
        {
            var aside = path + Aside;
            for (var number = 2; File.Exists(aside); number++)
                aside = $"{path}{Aside}{number}";
            File.Move(path, aside);
            notices.Add($"{path}: {cause.Message}; moved to {Path.GetFileName(aside)}");
            return null;
        }
    }

    /// <summary>The file of a trial's record.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="id">The trial's id.</param>
    public string PathOf(string study, string id) => Path.Combine(FolderOf(study), id + Extension);
}
