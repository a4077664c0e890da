using System.Collections.Immutable;

namespace OptimizerDynamics.Tests;

/// <summary>
/// The steps of other frameworks' optimizers, one number at a time and as plainly as their documentation and source have them. Written
/// without a look at the descriptions that are tested, or at the rules here.
/// </summary>
internal sealed class TheirSteps(FrameworkEquivalent said, Func<long, double> multiplier)
{
    private readonly ImmutableSortedDictionary<string, double> _value = said.Values;
    private double _m = said is { Framework.Name: "optax", Optimizer.Rule: "yogi" } ? 1e-6 : 0;
    private double _v = said.Optimizer!.Rule switch
    {
        "adagrad" => said.Values["initialAccumulator"],
        "yogi" => said.Values.GetValueOrDefault("initialAccumulator", 1e-6),
        _ => 0,
    };

    private double _most, _velocity, _mean, _product = 1;
    private long _t;

    private string Name => said.Framework.Name;

    private bool IsOptax => Name == "optax";

    private bool IsKeras => Name is "keras" or "tfa";

    /// <summary>One step.</summary>
    /// <param name="theta">The parameter before it.</param>
    /// <param name="gradient">The loss gradient there.</param>
    /// <returns>The parameter behind it.</returns>
    public double Step(double theta, double gradient)
    {
        _t++;
        var eta = multiplier(_t - 1);
        var lr = _value["lr"] * eta;
        // A penalty on the loss has its gradient where the loss has its own: before anything moves.
        gradient += (IsKeras ? 2 : 1) * said.L2 * theta;
        var decay = said.WeightDecay * theta * DecayFactor(lr, eta);
        return theta - decay - Moved(gradient, lr);
    }

    /// <summary>What a framework multiplies its weight_decay by.</summary>
    private double DecayFactor(double lr, double eta) => said switch
    {
        { WeightDecay: 0 } => 0,
        { Framework.Name: "paper" } => eta,
        { Framework.Name: "composer" } => lr / _value["lr"],
        { Framework.Name: "keras" } => lr,
        { Framework.Name: "tfa", Optimizer.Call: "tfa.optimizers.RectifiedAdam" or "tfa.optimizers.AdaBelief" } => lr,
        { Framework.Name: "tfa" } => eta, // by the user's own function
        { Framework.Name: "optax", Optimizer.Call: "optax.adamw" or "optax.adamaxw" or "optax.nadamw" or "optax.lion" } => lr,
        { Framework.Name: "optax" } => eta, // by the user's own function
        { Framework.Name: "pytorch", Optimizer.Call: "torch.optim.AdamW" } => lr,
        { Framework.Name: "pytorch", Optimizer.Extra: "decoupled_weight_decay=True" } => lr,
        _ => eta, // by the user's own hand
    };

    private double Moved(double g, double lr) => said.Optimizer!.Rule switch
    {
        "sgd" => Sgd(g, lr),
        "adam" => Adam(g, lr),
        "amsgrad" => AmsGrad(g, lr),
        "adamax" => AdaMax(g, lr),
        "rmsprop" => RmsProp(g, lr),
        "adagrad" => Adagrad(g, lr),
        "adadelta" => Adadelta(g, lr),
        "nadam" => NAdam(g, lr),
        "radam" => RAdam(g, lr),
        "adabelief" => AdaBelief(g, lr),
        "yogi" => Yogi(g, lr),
        "lion" => Lion(g, lr),
        var other => throw new InvalidOperationException(other),
    };

    private double Sgd(double g, double lr)
    {
        var (mu, nesterov) = (_value["momentum"], _value["nesterov"] != 0);
        if (IsKeras) // velocity = momentum·velocity − lr·g; w += velocity, or momentum·velocity − lr·g
        {
            _velocity = mu * _velocity - lr * g;
            return -(nesterov ? mu * _velocity - lr * g : _velocity);
        }

        var dampening = IsOptax || _t == 1 ? 0 : _value["dampening"];
        if (mu == 0)
            return lr * g;
        _velocity = mu * _velocity + (1 - dampening) * g;
        return lr * (nesterov ? g + mu * _velocity : _velocity);
    }

    private void Moments(double g)
    {
        _m = _value["beta1"] * _m + (1 - _value["beta1"]) * g;
        _v = _value["beta2"] * _v + (1 - _value["beta2"]) * g * g;
    }

    private double Bias(string key) => 1 - Math.Pow(_value[key], _t);

    private double Adam(double g, double lr)
    {
        Moments(g);
        return IsKeras
            ? lr * Math.Sqrt(Bias("beta2")) / Bias("beta1") * _m / (Math.Sqrt(_v) + _value["epsilon"])
            : lr * (_m / Bias("beta1")) / (Math.Sqrt(_v / Bias("beta2")) + _value["epsilon"]);
    }

    private double AmsGrad(double g, double lr)
    {
        Moments(g);
        _most = Math.Max(_most, IsOptax ? _v / Bias("beta2") : _v);
        if (IsOptax)
            return lr * (_m / Bias("beta1")) / (Math.Sqrt(_most) + _value["epsilon"]);
        return IsKeras
            ? lr * Math.Sqrt(Bias("beta2")) / Bias("beta1") * _m / (Math.Sqrt(_most) + _value["epsilon"])
            : lr * (_m / Bias("beta1")) / (Math.Sqrt(_most) / Math.Sqrt(Bias("beta2")) + _value["epsilon"]);
    }

    private double AdaMax(double g, double lr)
    {
        _m = _value["beta1"] * _m + (1 - _value["beta1"]) * g;
        _most = IsKeras
            ? Math.Max(_value["beta2"] * _most, Math.Abs(g))
            : Math.Max(_value["beta2"] * _most, Math.Abs(g) + _value["epsilon"]);
        return lr / Bias("beta1") * _m / (_most + (IsKeras ? _value["epsilon"] : 0));
    }

    private double RmsProp(double g, double lr)
    {
        var alpha = _value["alpha"];
        _v = alpha * _v + (1 - alpha) * g * g;
        var square = _v;
        if (_value["centered"] != 0)
        {
            _mean = alpha * _mean + (1 - alpha) * g;
            square -= _mean * _mean;
        }

        var isInside = Name == "keras" || (IsOptax && said.Optimizer!.Extra != "eps_in_sqrt=False");
        var direction = g / (isInside ? Math.Sqrt(square + _value["epsilon"]) : Math.Sqrt(square) + _value["epsilon"]);
        var mu = Name == "tfa" ? 0 : _value["momentum"];
        if (Name is "keras" or "optax")
            return _velocity = mu * _velocity + lr * direction;
        _velocity = mu * _velocity + direction;
        return lr * _velocity;
    }

    private double Adagrad(double g, double lr)
    {
        _v += g * g;
        if (Name is "pytorch" or "paper")
            lr /= 1 + (_t - 1) * _value["lrDecay"];
        return lr * g / (Name is "keras" or "optax" ? Math.Sqrt(_v + _value["epsilon"]) : Math.Sqrt(_v) + _value["epsilon"]);
    }

    private double Adadelta(double g, double lr)
    {
        var (rho, epsilon) = (_value["rho"], _value["epsilon"]);
        _v = rho * _v + (1 - rho) * g * g;
        var update = Math.Sqrt(_mean + epsilon) / Math.Sqrt(_v + epsilon) * g;
        _mean = rho * _mean + (1 - rho) * update * update;
        return lr * update;
    }

    private double NAdam(double g, double lr)
    {
        Moments(g);
        var beta1 = _value["beta1"];
        var root = Math.Sqrt(_v / Bias("beta2")) + _value["epsilon"];
        if (IsOptax) // a plain Nesterov step: no schedule of the momentum
            return lr * (beta1 * _m / (1 - Math.Pow(beta1, _t + 1)) + (1 - beta1) * g / Bias("beta1")) / root;
        var psi = Name switch { "keras" => 1, "tfa" => 0.004, _ => _value["momentumDecay"] };
        double Mu(long t) => beta1 * (1 - 0.5 * Math.Pow(0.96, t * psi));
        _product *= Mu(_t);
        return lr * (Mu(_t + 1) * _m / (1 - _product * Mu(_t + 1)) + (1 - Mu(_t)) * g / (1 - _product)) / root;
    }

    private double RAdam(double g, double lr)
    {
        Moments(g);
        var limit = 2 / (1 - _value["beta2"]) - 1;
        var rho = limit - 2 * _t * Math.Pow(_value["beta2"], _t) / Bias("beta2");
        var first = _m / Bias("beta1");
        if (rho <= 5)
            return lr * first;
        var rectified = Math.Sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
        return lr * rectified * first * (Name is "optax" or "tfa"
            ? 1 / (Math.Sqrt(_v / Bias("beta2")) + _value["epsilon"])
            : Math.Sqrt(Bias("beta2")) / (Math.Sqrt(_v) + _value["epsilon"]));
    }

    private double AdaBelief(double g, double lr)
    {
        _m = _value["beta1"] * _m + (1 - _value["beta1"]) * g;
        _v = _value["beta2"] * _v + (1 - _value["beta2"]) * (g - _m) * (g - _m) + _value["epsilon"];
        return lr * (_m / Bias("beta1")) / (Math.Sqrt(_v / Bias("beta2")) + _value["epsilon"]);
    }

    private double Yogi(double g, double lr)
    {
        _m = _value["beta1"] * _m + (1 - _value["beta1"]) * g;
        _v += (1 - _value["beta2"]) * Math.Sign(g * g - _v) * g * g;
        return Name == "tfa"
            ? lr * Math.Sqrt(Bias("beta2")) / Bias("beta1") * _m / (Math.Sqrt(_v) + _value["epsilon"])
            : lr * (_m / Bias("beta1")) / (Math.Sqrt(_v / Bias("beta2")) + _value["epsilon"]);
    }

    private double Lion(double g, double lr)
    {
        var direction = Math.Sign(_value["beta1"] * _m + (1 - _value["beta1"]) * g);
        _m = _value["beta2"] * _m + (1 - _value["beta2"]) * g;
        return lr * direction;
    }
}
