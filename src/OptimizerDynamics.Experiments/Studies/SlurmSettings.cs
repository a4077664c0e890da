using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>What the tasks of a training study ask of Slurm.</summary>
/// <remarks>
/// <code>
/// slurm:
///   time: 2:00:00                        # per task; Slurm's forms: minutes, h:mm:ss, days-h, …
///   memory: 4G
///   partition: gpu
///   account: vision
///   cpus: 4                              # threads of each task; 1
///   gpus: 1
///   gres: gpu:a100:1
///   atOnce: 20                           # how many tasks at a time
///   warning: 60                          # seconds before its time limit at which a task leaves a checkpoint and ends; 60
///   lines: ["#SBATCH --qos=long", module load cuda]   # more lines of the job script, as they stand
/// </code>
/// <para>A profile's section <c>slurm</c> replaces what it names. What stands nowhere is left to Slurm.</para>
/// </remarks>
/// <param name="Values">The settings by their keys, as <see cref="SlurmSetting.All"/> describes them.</param>
/// <param name="Lines">More lines of the job script.</param>
public sealed record SlurmSettings(ImmutableSortedDictionary<string, string> Values, ImmutableArray<string> Lines)
{
    /// <summary>The section's key.</summary>
    internal const string Section = "slurm";

    private const string LinesKey = "lines";

    /// <summary>Nothing is asked but one processor, and a warning a minute ahead.</summary>
    public static SlurmSettings Default { get; } = new(
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal, [KeyValuePair.Create("cpus", "1"), KeyValuePair.Create("warning", "60")]),
        []);

    /// <summary>The same with some settings replaced.</summary>
    /// <param name="values">Settings by their keys; they have been checked.</param>
    public SlurmSettings With(IEnumerable<KeyValuePair<string, string>> values) => this with { Values = Values.SetItems(values) };

    /// <summary>Reads the section of a study and that of its profile; either can be left out.</summary>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    internal static SlurmSettings Read(YamlMap study, YamlMap profile) => new[] { study, profile }.Aggregate(Default, (settings, holder) =>
    {
        if (holder.RequireMap(Section, "the Slurm settings") is not { } map)
            return settings;
        map.RequireKnownKeys([.. SlurmSetting.All.Select(setting => setting.Key), LinesKey]);
        var values = SlurmSetting.All.Where(setting => map.Has(setting.Key))
            .Select(setting => KeyValuePair.Create(setting.Key, Value(map, setting)));
        var lines =
            map.Texts(LinesKey, "a line of the job script")?.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return settings.With(values) with { Lines = lines?.ToImmutableArray() ?? settings.Lines };
    });

    private static string Value(YamlMap map, SlurmSetting setting)
    {
        var value = map.Text(setting.Key, setting.Expected)!;
        return setting.Accepts(value)
            ? value
            : throw map.Wrong(setting.Key, $"{setting.Key}: expected {setting.Expected}, found '{value}'");
    }
}
