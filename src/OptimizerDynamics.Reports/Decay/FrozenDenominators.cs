using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Experiments;

namespace OptimizerDynamics.Reports;

/// <summary>Why optimizers whose second moment does not forget, which the simulation spares, lose filters in the paper's Table 1: what the
/// law says of it, and what it cannot say.</summary>
internal static class FrozenDenominators
{
    /// <summary>The paper's training in steps at the whole learning rate: 250 epochs of 1,250 mini-batches, and 75 at a tenth.</summary>
    private const double WholeSteps = 312_500 + 0.1 * 93_750;

    /// <summary>The steps with a gradient, a tenth of the training, after which a γ falls silent in Adagrad's column.</summary>
    private const double Busy = 31_250;

    /// <summary>The section; empty where neither AMSGrad nor Adagrad is among the runs.</summary>
    public static string Section(LowGradientHypothesis hypothesis, DecaySetting setting)
    {
        var rows = (from row in hypothesis.Published.SelectMany(table => table.Rows)
                    let optimizer = setting.Optimizers.FirstOrDefault(of => Theme.TitleOf(of.Name) == row[0])
                    where optimizer is not null
                    select Row(row, optimizer.Name, setting.SettingsOf(optimizer)["lr"], setting.Shared.Threshold)).ToImmutableArray();
        if (rows.IsEmpty)
            return "";
        var table = new ReportTable(
            [
                "optimizer", "λ", "CIFAR-10, inactive by γ, %", "CIFAR-100, %", "largest √v that kills", "√v/λ",
                "as the gradient of a γ before its silence"], rows, 2);
        return $"## Why do AMSGrad and Adagrad lose filters in the paper's Table 1?\n\n{Before}\n\n{table.ToMarkdown()}\n{After}\n\n";
    }

    private static ImmutableArray<string> Row(ImmutableArray<string> published, string optimizer, double rate, double threshold)
    {
        var lambda = double.Parse(published[2], CultureInfo.InvariantCulture);
        // Adagrad's √v is the root of a sum, and the sum has stood since the silence began.
        var isSum = optimizer == "adagrad";
        var root = DecayLaws.LargestFrozenRoot(rate, lambda, isSum ? WholeSteps - Busy : WholeSteps, threshold);
        return
        [
            published[0], Say.Setting(lambda), published[3], published[5], Number(root), Number(root / lambda),
            isSum ? $"σ < {Number(root / Math.Sqrt(Busy))}" : $"σ < {Number(root)}",
        ];
    }

    private static string Number(double value) => value.ToString("G2", CultureInfo.InvariantCulture) is var text
        && double.Parse(text, CultureInfo.InvariantCulture) is var rounded ? Say.Setting(rounded) : text;

    private const string Before =
        """
        In the simulation they do not: the gradient before the silence is 1, and a denominator that remembers it takes αλ/√v of θ in a step,
        1e-7 at AMSGrad's λ = 1e-4. But 1 is the protocol's choice, and only λ/√v counts. Solved for √v, the law of a frozen denominator
        (`DecayLaws.LargestFrozenRoot`) says how small the remembered gradients have to be for L2 to bring θ from 1 below the threshold
        within the paper's training, 312,500 steps and 93,750 at a tenth of the learning rate, when no other gradient opposes it:
        """;

    private const string After =
        """
        For Adagrad the last column is of a γ that had gradients of that size for a tenth of the training, and none after it. Its own λθ,
        which joins the sum, is left out; with it the bound is smaller by a sixth.

        **What the law says.** No forgetting is needed. A γ whose gradients were below 47 λ in AMSGrad dies within the paper's training, and
        the table's λ span four decades: at 1e-6 a γ would need gradients below 5e-5, and the paper finds none dead; at 1e-2 gradients of
        0.4 are small enough, and it finds more than nine in ten dead; 1e-4 lies between. Adagrad is given 50 to 200 times the λ that Adam
        is. So Table 1 does not contradict the simulation, and the simulation, whose σ is 1, does not foretell Table 1.

        **What it cannot say.** How large the gradients of a γ are in the paper's network, and whether the loss would oppose the decay.
        A whole training of SGD at λ = 1e-4 holds 32 e-foldings of a silent parameter, and the paper finds no dead filter there: that a
        parameter would die if it were silent does not make it silent. In our small BasicNet (`decay-rates`, an eighth of the width,
        mini-batches of 20) a tenth into the training αλ over the measured decay rate puts √v̂ of γ in Adam at 0.01 to 0.02; with these
        AMSGrad at 1e-4 would leave a γ at 0.05 to 0.2 of its size, and not below 1e-3. Whether gradients at the paper's width are the
        two to four times smaller that it takes is **open**. It would be decided by a training with AMSGrad at λ = 1e-4 of the paper's
        length in which the decay rate of each γ is recorded, as `decay-rates` does: if Σ αλ/√v̂ is ln 1000 or more for the γ that die
        and less for those that live, L2 alone killed them; if it is less for those that die, the loss did.
        """;
}
