using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimizerDynamics.Torch;

/// <summary>
/// TorchSharp's own optimizer with the settings of one of ours: what ours are compared with, in tests, benchmarks and traces.
/// </summary>
/// <remarks>
/// <para>TorchSharp has no schedule multiplier, and decoupled decay for Adam only (AdamW, which multiplies it by the learning rate). So the
/// learning rate is set before each step, and weight decay is done beside the optimizer: θₜ ← θₜ − ηλ·θₜ₋₁ after its step. AdamW's own
/// decay is left to it; L2, which it lacks, is added to the gradient before its step.</para>
/// <para>RAdam of TorchSharp 0.107.0 multiplies by the learning rate twice once ρₜ &gt; 5 (PyTorch does so once). It is given the root of
/// the learning rate there, unless it is asked for as it is.</para>
/// </remarks>
public sealed class TorchSharpOptimizer : IDisposable
{
    private const string AdamW = "adamw";

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly SettingValues _settings;
    private readonly Schedule _schedule;
    private readonly long _runLength;
    private readonly bool _correctsRAdam;
    private readonly bool _isAdamW;

    /// <summary>Prepares TorchSharp's optimizer, every hyperparameter given explicitly.</summary>
    /// <param name="optimizer">One of <see cref="Names"/>.</param>
    /// <param name="values">Its settings by key; the defaults, ours, hold for what is left out.</param>
    /// <param name="parameters">What it trains. Not disposed of. Keep the module they belong to: TorchSharp's normalization layers dispose
    /// of their parameters when they are finalized, whoever else refers to those.</param>
    /// <param name="schedule">The schedule multiplier; constant when null.</param>
    /// <param name="runLength">Number of steps of the whole run, for schedules that depend on it.</param>
    /// <param name="correctRAdam">Whether RAdam's defect is made up for.</param>
    /// <exception cref="ArgumentException">TorchSharp has no such optimizer, or no such setting (<c>l1</c>, <c>proximalL1</c>).</exception>
    public TorchSharpOptimizer(
        NamedOptimizer optimizer,
        IReadOnlyDictionary<string, double> values,
        IReadOnlyList<Parameter> parameters,
        Schedule? schedule = null,
        long runLength = 0,
        bool correctRAdam = true)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(parameters);
        (_parameters, _schedule, _runLength) = (parameters, schedule ?? Schedule.Constant, runLength);
        _settings = new SettingValues(optimizer.Settings, values);
        if (CommonSettings.Sparsifiers.FirstOrDefault(setting => _settings[setting.Key] != 0) is { } missing)
            throw new ArgumentException($"TorchSharp has no {missing.Key}.", nameof(values));
        (_correctsRAdam, _isAdamW) = (correctRAdam && optimizer.Name == "radam", optimizer.Name == AdamW);
        Optimizer = Create(optimizer.Name, _settings, [.. parameters]);
    }

    /// <summary>The optimizers that TorchSharp has, by our names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["sgd", "adam", "amsgrad", "adamax", "rmsprop", "adagrad", "adadelta", "nadam", "radam", AdamW];

    /// <summary>TorchSharp's optimizer itself; whoever steps it directly does without schedule, weight decay and the correction.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>Number of steps taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>Takes one step with the parameters' gradients.</summary>
    public void Step()
    {
        StepCount++;
        var eta = _schedule.MultiplierAt(StepCount - 1, _runLength);
        var learningRate = _settings["lr"] * eta;
        var isSquared = _correctsRAdam && SquaresLearningRate(_settings["beta2"], StepCount);
        foreach (var group in Optimizer.ParamGroups)
            group.LearningRate = isSquared ? Math.Sqrt(learningRate) : learningRate;

        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        if (_isAdamW && _settings["l2"] != 0)
            AddL2();
        var decay = _isAdamW ? 0 : eta * _settings["weightDecay"];
        var before = decay == 0 ? [] : _parameters.Select(parameter => parameter.clone()).ToArray();
        Optimizer.step();
        using TorchSharp.Scalar factor = -decay;
        foreach (var (was, parameter) in before.Zip(_parameters))
            parameter.add_(was, factor);
    }

    /// <summary>Frees what the optimizer remembers.</summary>
    public void Dispose() => Optimizer.Dispose();

    /// <summary>g ← g + λ·θ.</summary>
    private void AddL2()
    {
        using TorchSharp.Scalar lambda = _settings["l2"];
        foreach (var parameter in _parameters)
            parameter.grad?.add_(parameter, lambda);
    }

    /// <summary>Whether TorchSharp's RAdam multiplies by the learning rate twice in this step: once ρₜ &gt; 5.</summary>
    internal static bool SquaresLearningRate(double beta2, long step)
    {
        var power = Math.Pow(beta2, step);
        return 2 / (1 - beta2) - 1 - 2 * step * power / (1 - power) > 5;
    }

    private static optim.Optimizer Create(string name, SettingValues s, Parameter[] parameters) => name switch
    {
        "sgd" => optim.SGD(parameters, s["lr"], s["momentum"], s["dampening"], s["l2"], s.Is("nesterov")),
        "adam" => optim.Adam(parameters, s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], amsgrad: false),
        "amsgrad" => optim.Adam(parameters, s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], amsgrad: true),
        "adamax" => optim.Adamax(parameters, s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"]),
        "rmsprop" => optim.RMSProp(parameters, s["lr"], s["alpha"], s["epsilon"], s["l2"], s["momentum"], s.Is("centered")),
        "adagrad" => optim.Adagrad(parameters, s["lr"], s["lrDecay"], s["l2"], s["initialAccumulator"], s["epsilon"]),
        "adadelta" => optim.Adadelta(parameters, s["lr"], s["rho"], s["epsilon"], s["l2"]),
        "nadam" => optim.NAdam(parameters, s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"], s["momentumDecay"]),
        AdamW => optim.AdamW(parameters, s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["weightDecay"]),
        "radam" => optim.RAdam(parameters, s["lr"], s["beta1"], s["beta2"], s["epsilon"], s["l2"]),
        _ => throw new ArgumentException($"TorchSharp has no {name}; it has {string.Join(", ", Names)}.", nameof(name)),
    };
}
