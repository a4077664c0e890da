using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Experiments.Tests;

/// <summary>Records survive being written and read, and damage is named, not hidden and not deleted.</summary>
public sealed class RunStoreTests : IDisposable
{
    private readonly TestFolder _workspace = new();
    private readonly RunStore _store;

    public RunStoreTests() => _store = new RunStore(_workspace.PathOf("runs"));

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_record_reads_back_as_it_was_written()
    {
        TrialRecord[] records =
        [
            Record(1),
            Record(2) with { Status = TrialStatus.Diverged, Reason = "the loss is NaN at iteration 7" },
            Record(3) with { Environment = Environment with { Commit = null, HasLocalChanges = null } },
        ];
        foreach (var record in records)
        {
            _store.Write(record);
            var found = _store.Find("decay", record.Id, [])!;
            Assert.Equal(record.ToJson(), found.ToJson());
            Assert.Equal(record.Specification, found.Specification);
            Assert.Equal((record.Status, record.Reason, record.Started), (found.Status, found.Reason, found.Started));
            Assert.Equal(record.Environment.Libraries, found.Environment.Libraries);
            Assert.Equal(0.1, (double)found.Result["halfLife"]![0]!);
        }

        Assert.Equal(3, _store.ReadAll("decay", []).Count);
        Assert.Empty(_store.ReadAll("another", []));
        Assert.Null(_store.Find("decay", "0000000000000000", []));
    }

    [Fact]
    public void A_line_describes_itself()
    {
        var json = JsonDocument.Parse(Record(1).ToJson()).RootElement;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.Equal("low-gradient", json.GetProperty("specification").GetProperty("kind").GetString());
        Assert.Equal("2026-11-23T10:00:00Z", json.GetProperty("started").GetString());
        Assert.Equal("completed", json.GetProperty("status").GetString());
        Assert.DoesNotContain('\n', Record(1).ToJson());
    }

    /// <summary>Cut off at every length, and with every byte changed to another: read as what it was, or set aside and named.</summary>
    [Fact]
    public void A_damaged_record_is_set_aside_and_never_taken_for_another()
    {
        var record = Record(1);
        _store.Write(record);
        var path = Path.Combine(_workspace.PathOf("runs"), "decay", $"{record.Id}.json");
        var whole = File.ReadAllText(path);
        for (var length = 0; length < whole.Length - 1; length += 3)
            IsSetAside(whole[..length]);
        (string Old, string Changed)[] changes =
        [
            ("20001", "20002"), (record.Id, "0123456789abcdef"), ("\"completed\"", "\"done\""), ("\"schema\":1", "\"schema\":2"),
            ("\"study\":\"decay\"", "\"study\":null"),
        ];
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, whole, StringComparison.Ordinal);
            IsSetAside(whole.Replace(old, changed, StringComparison.Ordinal));
        }

        _store.Write(record);
        Assert.Equal(record.ToJson(), _store.Find("decay", record.Id, [])!.ToJson());

        void IsSetAside(string content)
        {
            File.WriteAllText(path, content);
            var notices = new List<string>();
            Assert.Empty(_store.ReadAll("decay", notices));
            Assert.StartsWith($"{path}: ", Assert.Single(notices), StringComparison.Ordinal);
            Assert.False(File.Exists(path));
            var aside = Path.Combine(Path.GetDirectoryName(path)!, notices[0].Split("moved to ")[1]);
            Assert.Equal(content, File.ReadAllText(aside));
        }
    }

    [Fact]
    public void Lines_are_sorted_and_read_back_and_a_bad_one_is_named()
    {
        var path = _workspace.PathOf("records.jsonl");
        TrialRecord[] records = [Record(3), Record(1), Record(2)];
        RunStore.WriteLines(path, records);
        var first = File.ReadAllText(path);
        RunStore.WriteLines(path, records.Reverse());
        Assert.Equal(first, File.ReadAllText(path));
        Assert.Equal(
            records.Select(record => record.Id).Order(StringComparer.Ordinal), RunStore.ReadLines(path).Select(record => record.Id));

        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [lines[0], lines[1][..50], lines[2]]);
        Assert.StartsWith(
            $"{path}:2: expected the record of a trial: it is cut off or damaged",
            Assert.Throws<InputException>(() => RunStore.ReadLines(path)).Message, StringComparison.Ordinal);
        File.WriteAllLines(path, [lines[0], lines[0]]);
        Assert.Contains(":2: ", Assert.Throws<InputException>(() => RunStore.ReadLines(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RunStore.WriteLines(path, [Record(1), Record(1)]));
    }

    [Fact]
    public void Names_that_would_leave_the_store_are_refused()
    {
        foreach (var name in new[] { "", " ", "..", "a/b", "." })
            Assert.Throws<ArgumentException>(() => _store.ReadAll(name, []));
    }

    private static RunEnvironment Environment => new(
        "0.1.0", ImmutableSortedDictionary<string, string>.Empty.Add("dotnet", "10.0.12").Add("libtorch", "2.10.0"), "0123abc", false,
        "cpu");

    private static TrialRecord Record(int number) => new(
        "decay",
        new TrialSpecification(
            "low-gradient",
            TrialSpecificationTests.Values()
                .Select(pair => pair.Key == "steps" ? KeyValuePair.Create(pair.Key, (object)(20_000 + number)) : pair)),
        Environment,
        new DateTime(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc),
        1.25,
        TrialStatus.Completed,
        null,
        new JsonObject { ["halfLife"] = new JsonArray(0.1, 2) });
}
