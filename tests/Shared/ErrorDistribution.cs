using System.Globalization;

namespace OptimizerDynamics.Testing;

/// <summary>Collects the errors of many cases, so that a tolerance can be set from what was measured and not from what passes.</summary>
/// <remarks>The tests that use it print the distribution; run them with <c>OPTDYN_TEST_DEPTH=100</c> to measure anew.</remarks>
internal sealed class ErrorDistribution
{
    private readonly List<double> _errors = [];

    public void Add(double error) => _errors.Add(error);

    public int Count => _errors.Count;

    public double Largest => _errors.Max();

    /// <summary>The error that a share of the cases does not exceed.</summary>
    public double At(double quantile) => _errors.Order().ElementAt((int)Math.Min(_errors.Count - 1, quantile * _errors.Count));

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} cases: median {At(0.5):G3}, 99 % {At(0.99):G3}, 99.9 % {At(0.999):G3}, largest {Largest:G3}");
}
