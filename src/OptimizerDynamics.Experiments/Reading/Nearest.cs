namespace OptimizerDynamics.Experiments;

/// <summary>Finds the word that a user probably meant.</summary>
public static class Nearest
{
    /// <summary>What other frameworks call our settings; edit distance would not find them.</summary>
    private static readonly Dictionary<string, string> _otherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["learningrate"] = "lr",
        ["learning_rate"] = "lr",
        ["eta"] = "lr",
        ["eps"] = "epsilon",
        ["mu"] = "momentum",
        ["betas"] = "beta1",
        ["b1"] = "beta1",
        ["b2"] = "beta2",
        ["name"] = "optimizer",
        ["lambda"] = "l2",
        ["initial_accumulator_value"] = "initialAccumulator",
        ["type"] = "kind",
        ["gamma"] = "factor",
        ["milestones"] = "at",
    };

    /// <summary>
    /// The candidate nearest to a word: what other frameworks' word stands for, or the smallest edit distance, case aside.
    /// </summary>
    /// <param name="word">What the user wrote.</param>
    /// <param name="candidates">What there is; at least one.</param>
    public static string Of(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        var known = candidates.ToList();
        return _otherNames.TryGetValue(word, out var meant) && known.Contains(meant)
            ? meant
            : known.MinBy(candidate => Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant()))!;
    }

    /// <summary>
    /// What to say of a name that there is not: <c>unknown optimizer 'adm'; the nearest is 'adam' (expected one of …)</c>.
    /// </summary>
    /// <param name="what">What it should name.</param>
    /// <param name="word">What the user wrote.</param>
    /// <param name="candidates">The names that there are; at least one.</param>
    public static string Unknown(string what, string word, IReadOnlyCollection<string> candidates) =>
        $"unknown {what} '{word}'; the nearest is '{Of(word, candidates)}' (expected one of {string.Join(", ", candidates)})";

    /// <summary>Levenshtein's distance: the least number of insertions, deletions and substitutions.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
