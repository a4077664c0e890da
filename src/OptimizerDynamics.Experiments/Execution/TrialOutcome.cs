using System.Globalization;

namespace OptimizerDynamics.Experiments;

/// <summary>What came out of a trial, in a few words.</summary>
public static class TrialOutcome
{
    /// <summary>How a trial ended: <c>12.5 % of features inactive by γ, test error 3.0 %, 65 s</c>.</summary>
    /// <param name="record">The record of a training.</param>
    public static string Of(TrialRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Status != TrialStatus.Completed)
            return $"{TrialRecord.StatusName(record.Status)}, {record.Reason}";
        var result = TrainingResultJson.Of(record);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{result.SparsityByScale():0.0 %} of features inactive by γ, test error {result.Test.Top1Error:0.0 %}, {record.Seconds:0} s");
    }
}
