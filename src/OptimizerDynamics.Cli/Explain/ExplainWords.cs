using System.Globalization;

namespace OptimizerDynamics.Cli;

/// <summary>The words and numbers of an explanation.</summary>
internal static class ExplainWords
{
    /// <summary>The shortest text of a setting, to six digits: 3e-4.</summary>
    public static string Number(double value) =>
        SettingText.Of(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A count with separators.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A time to three digits: 69,300.</summary>
    public static string Time(double iterations)
    {
        if (iterations < 999.5)
            return iterations < 9.95 ? iterations.ToString("0.#", CultureInfo.InvariantCulture) : Count(Math.Round(iterations));
        var unit = Math.Pow(10, Math.Floor(Math.Log10(iterations)) - 2);
        return Count(Math.Round(iterations / unit) * unit);
    }

    /// <summary>A factor to two digits.</summary>
    public static string Factor(double factor) => double.Parse(
        factor.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>A magnitude to two digits: 2.5e-4.</summary>
    public static string Rough(double value) =>
        SettingText.Of(double.Parse(value.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>What a column of fates is called.</summary>
    public static string TitleOf(FateColumn column)
    {
        var title = column.Places switch
        {
            DecayPlaces.Coupled => "L2, coupled",
            DecayPlaces.Decoupled => "decoupled",
            DecayPlaces.Nowhere => "no decay",
            _ => "both",
        };
        return column.IsStated ? $"{title} (yours)" : title;
    }

    /// <summary>What an optimizer's decay does to θ, in the framework's own names.</summary>
    public static string DecayOf(DecayArgument decay, bool isCoupled, Framework framework)
    {
        var rate = framework.Optimizers[0].NameOf(UpdateSetting.RateKey);
        if (isCoupled)
            return decay.Factor.Equals(1)
                ? $"{decay.Name} is coupled: λ·θ joins the gradient before the rule sees it"
                : $"{decay.Name} is coupled: its penalty λ·θ² has the gradient {Number(decay.Factor)}·λ·θ, which the rule sees";
        return decay.Scaling switch
        {
            DecayScaling.LearningRate => $"{decay.Name} is decoupled: a step takes {rate}·λ of θ, {rate} as it is scheduled",
            DecayScaling.Schedule =>
                $"{decay.Name} is decoupled: a step takes η·λ of θ, η the schedule's multiplier ({rate} over its first "
                + $"value), not {rate} itself",
            _ => $"{decay.Name} is decoupled: a step takes λ of θ, whatever {rate} and its schedule, unless it is told otherwise",
        };
    }
}
