using System.Collections.Immutable;

namespace OptimizerDynamics.Experiments;

/// <summary>Settings of optimizers, such as <c>beta2</c>, that stand in base or sweep of a low-gradient study: they replace those of the
/// section <c>settings</c> in every optimizer that has them.</summary>
internal static class SweptSettings
{
    /// <summary>The keys of what can be swept: every optimizer's settings but those of its regularizations.</summary>
    public static IEnumerable<string> Keys(Registry registry) =>
        registry.Optimizers.SelectMany(optimizer => optimizer.Settings).Where(setting => !SettingParameter.IsOfRegularization(setting))
            .Select(setting => setting.Key).Distinct();

    /// <summary>Refuses a setting that none of the study's optimizers has.</summary>
    /// <exception cref="InputException">There is one; the message has its line.</exception>
    public static void RequireUse(StudyValues values, IReadOnlyCollection<NamedOptimizer> optimizers)
    {
        foreach (var key in Keys(values.Registry).Where(values.Has))
        {
            if (!optimizers.Any(optimizer => Has(optimizer, key)))
            {
                throw values.Wrong(
                    key, $"{key}: expected an optimizer that has it, found {string.Join(", ", optimizers.Select(of => of.Name))}");
            }
        }
    }

    /// <summary>An optimizer's settings with every combination of the values that the study gives.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="settings">Its settings as the section <c>settings</c> has them.</param>
    /// <param name="values">The study's values.</param>
    /// <exception cref="InputException">The optimizer does not accept a combination.</exception>
    public static IEnumerable<ImmutableSortedDictionary<string, double>> Of(
        NamedOptimizer optimizer, ImmutableSortedDictionary<string, double> settings, StudyValues values)
    {
        IEnumerable<ImmutableSortedDictionary<string, double>> all = [settings];
        foreach (var key in Keys(values.Registry).Where(key => values.Has(key) && Has(optimizer, key)))
        {
            var parameter = values.Registry.Parameters.OfType<SettingParameter>().First(known => known.Key == key);
            all = from one in all
                  from value in values.All(parameter)!
                  select Checked(optimizer, one.SetItem(key, value), key, values);
        }

        return all;
    }

    private static bool Has(NamedOptimizer optimizer, string key) => optimizer.Settings.Any(setting => setting.Key == key);

    private static ImmutableSortedDictionary<string, double> Checked(
        NamedOptimizer optimizer, ImmutableSortedDictionary<string, double> settings, string key, StudyValues values)
    {
        try
        {
            optimizer.Build(settings);
            return settings;
        }
        catch (ArgumentException cause)
        {
            throw values.Wrong(key, $"{optimizer.Name}: {Text.FirstLine(cause)}");
        }
    }
}
