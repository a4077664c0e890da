using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>Reads the section <c>phaseDiagrams</c> of a study.</summary>
/// <remarks>
/// <code>
/// phaseDiagrams:
///   noise:
///     lambda: {from: 1e-6, to: 1e-1, cells: 64}
///     noiseAfter: {from: 1e-8, to: 1, cells: 64}       # or activeFraction, or lrFactor: what the rows vary
///   activity:
///     lambda: {from: 1e-6, to: 1e-1, cells: 64}
///     activeFraction: {from: 1e-4, to: 1, cells: 64}
///     noiseAfter: 1                                    # in place of the study's
///     seed: 2
/// </code>
/// <para>A profile's <c>cells</c> replaces the number of cells of every axis.</para>
/// </remarks>
internal static class PhaseDiagramSettings
{
    private const string Section = "phaseDiagrams", Cells = "cells";
    private const int MostCells = 4096;

    private static readonly string[] _overrides = ["noiseBefore", "noiseAfter", "activeFraction", "initialValue"];

    /// <summary>What a diagram is, but for the optimizer and its regularization.</summary>
    public sealed record Diagram(
        LogarithmicCells Lambda, PhaseAxis Axis, LogarithmicCells Rows, GradientProcess Process, double InitialValue, long Seed);

    /// <summary>The diagrams of a study at a profile.</summary>
    /// <exception cref="InputException">A key, type or value cannot be used.</exception>
    public static IReadOnlyList<Diagram> Read(YamlMap study, StudyValues values, long transition)
    {
        if (study.RequireMap(Section, "the phase diagrams") is not { } all)
            return [];
        return [.. all.Keys.Select(name => Of(all.RequireMap(name, $"the phase diagram {name}")!, name, values, transition))];
    }

    private static Diagram Of(YamlMap map, string name, StudyValues values, long transition)
    {
        map.RequireKnownKeys(["lambda", .. PhaseDiagramTrial.Axes.Keys, .. _overrides.Except(PhaseDiagramTrial.Axes.Keys), "seed"]);
        var axes = PhaseDiagramTrial.Axes.Where(
            axis => map.Map(axis.Key, axis.Key) is not null || axis.Value == PhaseAxis.LearningRateFactor && map.Has(axis.Key))
            .ToList();
        if (axes is not [var (rows, axis)])
            throw map.Wrong(
                axes.Count > 1 ? axes[1].Key : "lambda",
                $"{name}: expected one of {string.Join(", ", PhaseDiagramTrial.Axes.Keys)} as {{from: …, to: …, cells: …}}, found "
                    + $"{axes.Count}");
        double Value(TrialParameter<double> parameter) => parameter.Key == rows ? parameter.Default(new TrialValues(values.Registry))
            : map.Has(parameter.Key) ? Own(map, parameter, values.Registry)
            : values.One(parameter, $"the phase diagram {name}") ?? parameter.Default(new TrialValues(values.Registry));
        return new Diagram(
            Grid(map, name, "lambda", Interval.Positive, values),
            axis,
            Grid(map, name, rows, axis == PhaseAxis.ActiveFraction ? new Interval(0, false, 1, true) : Interval.Positive, values),
            new GradientProcess
            {
                NoiseBefore = Value(LowGradientParameters.NoiseBefore),
                NoiseAfter = Value(LowGradientParameters.NoiseAfter),
                ActiveFraction = Value(LowGradientParameters.ActiveFraction),
                Transition = transition,
            },
            Value(LowGradientParameters.InitialValue),
            map.WholeNumber("seed", 0) ?? 1);
    }

    private static LogarithmicCells Grid(YamlMap map, string name, string key, Interval range, StudyValues values)
    {
        var grid = map.RequireMap(key, $"{key} of {name}")
            ?? throw map.Wrong(key, $"{name}: expected a key '{key}' as {{from: …, to: …, cells: …}}, found none");
        grid.RequireKnownKeys(["from", "to", Cells]);
        double End(string end) =>
            grid.Number(end, range) ?? throw grid.Wrong(end, $"{key}: expected a key '{end}' with a number in {range}, found none");
        var (from, to) = (End("from"), End("to"));
        if (from >= to)
            throw grid.Wrong("to", $"{key}: expected an end above its beginning");
        return new LogarithmicCells(from, to, CellsOf(values.Profile) ?? CellsOf(grid) ?? 64);
    }

    private static double Own(YamlMap map, TrialParameter<double> parameter, Registry registry) =>
        parameter.ReadAll(map, registry) is [var one]
        ? one
        : throw map.Wrong(parameter.Key, $"{parameter.Key}: expected one value, found a list");

    private static int? CellsOf(YamlMap map) => map.WholeNumber(Cells, 2) is not { } cells ? null : cells <= MostCells
        ? (int)cells
        : throw map.Wrong(
            Cells, string.Create(CultureInfo.InvariantCulture, $"{Cells}: expected an integer from 2 to {MostCells}, found '{cells}'"));
}
