using System.Collections.Immutable;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>A small study, simulated once for all tests: the same numbers on every machine.</summary>
internal static class SmokeStudy
{
    private static readonly Lazy<(LowGradientStudy Study, ImmutableArray<TrialRecord> Records)> All = new(() => Simulated("low-gradient"));

    /// <summary>One of the experiments' low-gradient studies, simulated at its profile <c>smoke</c>.</summary>
    public static (LowGradientStudy Study, ImmutableArray<TrialRecord> Records) Simulated(string name)
    {
        var study =
            (LowGradientStudy)StudyFile.Read(Registry.Standard, Path.Combine(AppContext.BaseDirectory, name, "study.yaml"), "smoke");
        var environment = new RunEnvironment(
            "1.2.3", ImmutableSortedDictionary<string, string>.Empty.Add("dotnet", "10.0.0"), "abc1234", false, "cpu");
        TrialRecord Record(IStudyTrial trial, System.Text.Json.Nodes.JsonObject result) => new(
            study.Name, trial.Specification, environment, new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc), 0.25,
            TrialStatus.Completed, null, result);
        var decays = LowGradientSimulation.Of(study.Trials)
            .SelectMany(simulation => simulation.Trials.Zip(simulation.Run(), (trial, result) => Record(trial, result.ToJson())));
        return (study, [.. decays, .. study.Diagrams.Select(diagram => Record(diagram, diagram.Compute().ToJson()))]);
    }

    private static readonly Lazy<StudyPage> OnePage = new(() => DecayPage.Of(Study, Records));

    private static readonly Lazy<(LowGradientStudy Study, ImmutableArray<TrialRecord> Records)> OneClaim =
        new(() => Simulated("low-gradient-claim"));

    private static readonly Lazy<StudyPage> OneClaimPage = new(() => DecayPage.Of(Claim.Study, Claim.Records));

    /// <summary>The study that decides H11, likewise.</summary>
    public static (LowGradientStudy Study, ImmutableArray<TrialRecord> Records) Claim => OneClaim.Value;

    public static StudyPage ClaimPage => OneClaimPage.Value;

    public static LowGradientStudy Study => All.Value.Study;

    public static ImmutableArray<TrialRecord> Records => All.Value.Records;

    public static StudyPage Page => OnePage.Value;

    public static DecaySetting Setting => DecayRecords.Read(Registry.Standard, Records).Settings.Single();
}
