using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OptimizerDynamics.Cli;

/// <summary>What there is to say of a bar, beside it: of all of the work what the meter says, of a piece its note.</summary>
/// <param name="meter">Counts all of it.</param>
/// <param name="notes">Of each piece's bar its note, by the bar's number.</param>
internal sealed class NoteColumn(ProgressMeter meter, ConcurrentDictionary<int, string>? notes = null) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(notes is not null && notes.TryGetValue(task.Id, out var note) ? note : meter.ToString());
}
