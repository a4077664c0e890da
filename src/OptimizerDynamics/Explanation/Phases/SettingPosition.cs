using System.Collections.Immutable;
using System.Globalization;

namespace OptimizerDynamics;

/// <summary>Where a setting stands: whether a silent parameter is gone before the run ends, and what would change that.</summary>
/// <param name="Time">When it is gone; not within the run, or never because it diverges.</param>
/// <param name="IsSimulated">Whether that was simulated; else it is the law's.</param>
/// <param name="Changes">Single changes; those that are said to move it have been computed.</param>
public sealed record SettingPosition(FateTime Time, bool IsSimulated, ImmutableArray<SettingChange> Changes)
{
    /// <summary>Whether it is gone before the run ends.</summary>
    public bool Dies => Time.End == FateEnd.Reached;

    private const double Step = 1.3335214321633240; // 10^(1/8): four decades in 32 steps
    private const double MostSteps = 32;

    /// <summary>Finds it.</summary>
    /// <param name="stated">The setting.</param>
    /// <param name="iterations">The length of the run.</param>
    /// <param name="noise">σ before the silence.</param>
    /// <returns>The position; null where there is neither a law nor time to simulate.</returns>
    public static SettingPosition? Of(FrameworkSetting stated, long iterations, double noise)
    {
        ArgumentNullException.ThrowIfNull(stated);
        var death = new SilentDeath(iterations, noise);
        if (death.Answer(stated.Setting) is not { } now)
            return null;
        var (end, dies) = (now.Time.End, now.Time.End == FateEnd.Reached);
        var decays = stated.DecayNumber > 0;
        SettingChange?[] changes =
        [
            Along(stated, death, SettingChangeKind.Lambda, stated.DecayKey, end),
            decays ? Along(stated, death, SettingChangeKind.Rate, UpdateSetting.RateKey, end) : null,
            decays && stated.MemoryKey is { } key ? Along(stated, death, SettingChangeKind.Memory, key, end) : null,
            decays ? Tried(SettingChangeKind.Place, Moved(stated), death, end) : null,
            decays && dies ? Tried(SettingChangeKind.WithoutNormalization, stated.With(Regularization.None), death, end) : null,
        ];
        return new SettingPosition(now.Time, now.IsSimulated, [.. changes.OfType<SettingChange>()]);
    }

    /// <summary>The decay with the same number at the other place.</summary>
    private static UpdateSetting Moved(FrameworkSetting stated) =>
        stated.With(stated.Setting.L2 > 0 ? Regularization.WeightDecay : Regularization.L2);

    private static SettingChange? Tried(SettingChangeKind kind, UpdateSetting setting, SilentDeath death, FateEnd now) =>
        death.Answer(setting) is not { } answer ? null
        : new SettingChange(
            kind, double.NaN, double.NaN, IsOtherSide(now, answer.Time.End), answer.Time, answer.IsSimulated);

    /// <summary>Gone or alive at the end are the two sides; for what diverges both are the other.</summary>
    private static bool IsOtherSide(FateEnd now, FateEnd then) => now switch
    {
        FateEnd.Reached => then == FateEnd.NotYet,
        FateEnd.NotYet => then == FateEnd.Reached,
        _ => then is FateEnd.Reached or FateEnd.NotYet,
    };

    /// <summary>Looks for the nearest value on the other side: down from one that kills or diverges, and up from one that does not, or the
    /// other way where there is none; of 1 − β₂ for β₂.</summary>
    private static SettingChange? Along(
        FrameworkSetting stated, SilentDeath death, SettingChangeKind kind, string key, FateEnd now)
    {
        var from = stated.Values[key];
        var isMemory = kind == SettingChangeKind.Memory;
        var start = isMemory ? 1 - from : from;
        if (start == 0)
            start = kind == SettingChangeKind.Lambda ? 1e-8 : 1e-9;
        // Without a law each step of the search is a simulation: it is coarse then, and goes the likely way only.
        var isLawful = With(start) is { } here && death.ByLaw(here) is not null;
        foreach (var isUp in isLawful ? [now == FateEnd.NotYet, now != FateEnd.NotYet] : new[] { now == FateEnd.NotYet })
        {
            if (Border(isUp) is { } border && Verified(border, isUp) is { } change)
                return change;
        }

        return new SettingChange(kind, from, double.NaN, false, new FateTime(double.NaN, FateEnd.NotYet), death.CanSimulate);

        UpdateSetting? With(double value)
        {
            try
            {
                return stated.With(key, isMemory ? 1 - value : value).Setting;
            }
            catch (InvalidSettingException)
            {
                return null; // outside the range
            }
        }

        // The other side, by the law or by a coarser search with simulations.
        double? Border(bool isUp)
        {
            bool? IsOther(double value) =>
                With(value) is not { } setting ? null : death.EndOf(setting) is { } end ? IsOtherSide(now, end) : null;
            var (factor, most, halvings) = isLawful ? (Step, MostSteps, 12) : (8.0, 4, 3);
            var (near, far) = (start, start);
            for (var i = 0; i < (from == 0 ? 2 * most : most); i++)
            {
                far = isUp ? near * factor : near / factor;
                if (isMemory && far >= 1)
                    far = 1;
                if (IsOther(far) is not { } isOther)
                    return null;
                if (isOther)
                {
                    for (; halvings > 0; halvings--)
                    {
                        var middle = Math.Sqrt(near * far);
                        if (IsOther(middle) == true)
                            far = middle;
                        else
                            near = middle;
                    }

                    return far;
                }

                if (isMemory && far >= 1)
                    return null;
                near = far;
            }

            return null;
        }

        // Rounded to the far side, and computed; a little farther where the simulation does not agree.
        SettingChange? Verified(double border, bool isUp)
        {
            for (var attempt = 0; attempt < 8; attempt++)
            {
                var value = Rounded(border * Math.Pow(isUp ? 1.06 : 1 / 1.06, attempt), isUp);
                if (isMemory)
                    value = Math.Min(value, 1);
                if (With(value) is not { } setting || death.Answer(setting) is not { } answer)
                    return null;
                if (IsOtherSide(now, answer.Time.End))
                    return new SettingChange(kind, from, isMemory ? Tidy(1 - value) : value, true, answer.Time, answer.IsSimulated);
            }

            return null;
        }
    }

    /// <summary>Two digits, away from where one comes from.</summary>
    private static double Rounded(double value, bool isUp)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Tidy((isUp ? Math.Ceiling(value / unit - 1e-9) : Math.Floor(value / unit + 1e-9)) * unit);
    }

    /// <summary>Without the last digits, which computing with tenths has left.</summary>
    private static double Tidy(double value) =>
        double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
