using System.Collections.Immutable;
using System.Globalization;
using OptimizerDynamics.Data;
using OptimizerDynamics.Networks;

namespace OptimizerDynamics.Experiments;

/// <summary>
/// The parameters of a training: each an entry here and a line of <see cref="All"/>. A registry adds the settings of its optimizers.
/// </summary>
public static class TrainingParameters
{
    private const int MostPixels = 4096;
    private const string Batch = "batch", NoNormalization = "none";

    /// <summary>The data set: its name, or what identifies a folder of the user's.</summary>
    public static TrialParameter<string> Data { get; } = new NameParameter("data", registry => DataSets.Names(registry.DataSets))
    {
        Accepts = (registry, name) => DataSets.Find(registry.DataSets, name) is { IsFormat: false },
        Meaning = "The data set.",
        Default = values => DataSets.Names(values.Registry.DataSets)[0],
        IsRequired = true,
        IsAlwaysWritten = true,
        SpeaksForItself = true,
        CaptionPart = CaptionPart.Images,
        Caption = (name, _) => name,
    };

    /// <summary>Height and width of the images in pixels, up to 4,096; 0 for those of the set.</summary>
    public static TrialParameter<long> Size { get; } = new IntegerParameter("size", 0, MostPixels)
    {
        Unit = "px",
        Meaning = "Height and width of its images; 0 leaves them as they come, and draws them with 64.",
        Default = _ => 0,
        IsAlwaysWritten = true,
        SpeaksForItself = true,
        Write = size => Invariant($"{size} px"),
        CaptionPart = CaptionPart.Images,
        CaptionRank = 3,
        Caption = (size, _) => size == 0 ? "" : Invariant($"{size} × {size} pixels"),
    };

    /// <summary>The number of training images, the first ones of the set; 0 for all, or for 6,000 drawn ones.</summary>
    public static TrialParameter<long> Images { get; } = new IntegerParameter("images", 0)
    {
        Meaning = "How many training images, the first ones; 0 for all, and 6,000 where they are drawn.",
        Default = _ => 0,
        IsAlwaysWritten = true,
        CaptionPart = CaptionPart.Images,
        CaptionRank = 2,
        Caption = (count, _) => count == 0 ? "" : Invariant($"{count:#,0} images"),
    };

    /// <summary>The number of test images, the first ones of the set; 0 for all, or for 1,500 drawn ones.</summary>
    public static TrialParameter<long> TestImages { get; } = new IntegerParameter("testImages", 0)
    {
        Label = "test images",
        Meaning = "How many test images, the first ones; 0 for all, and 1,500 where they are drawn.",
        Default = _ => 0,
        IsAlwaysWritten = true,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>The number of classes of drawn objects; 0 for all.</summary>
    public static TrialParameter<long> Classes { get; } = new IntegerParameter("classes", 0, int.MaxValue)
    {
        Meaning = "How many classes of drawn objects; 0 for all.",
        Default = _ => 0,
        IsAlwaysWritten = true,
        Write = count => count == 0 ? "all" : Invariant($"{count}"),
        CaptionPart = CaptionPart.Images,
        CaptionRank = 1,
        Caption = (count, _) => count == 0 ? "" : Invariant($"{count} classes"),
    };

    /// <summary>How training images are augmented; the data set's usual recipe unless given.</summary>
    public static TrialParameter<string> Augment { get; } = new NameParameter("augment", _ => AugmentationNames.All)
    {
        Label = "augmentation",
        Meaning = "How training images are augmented; the set's usual recipe when left out.",
        Default = values => AugmentationNames.UsualOf(values.Registry.DataSets, Data.ValueIn(values)),
        IsAlwaysWritten = true,
        SpeaksForItself = true,
        Caption = (name, _) => name == AugmentationNames.All[0] ? "" : name,
    };

    /// <summary>The network: an architecture's name.</summary>
    public static TrialParameter<string> Network { get; } = new NameParameter(
        "network", registry => [.. registry.Architectures.Select(architecture => architecture.Name)])
    {
        Meaning = "The network.",
        Default = values => values.Registry.Architectures[0].Name,
        IsAlwaysWritten = true,
        SpeaksForItself = true,
        CaptionPart = CaptionPart.Network,
        Caption = (name, registry) => registry.FindArchitecture(name)?.Title ?? name,
    };

    /// <summary>The factor of the features of the network's layers, above 0.</summary>
    public static TrialParameter<double> Width { get; } = new NumberParameter("width", Interval.Positive)
    {
        Meaning = "Multiplies the features of its layers; 1 when left out.",
        HelpName = "number",
        Default = _ => 1,
        IsAlwaysWritten = true,
        CaptionPart = CaptionPart.Network,
        Caption = (width, _) => width.Equals(1) ? "" : $"of width {NumberText.Of(width)}",
    };

    /// <summary>The slope of the leaky ReLU below 0, in [0, 1); 0 for ReLU.</summary>
    public static TrialParameter<double> NegativeSlope { get; } = new NumberParameter("negativeSlope", new Interval(0, true, 1, false))
    {
        Label = "negative slope",
        Meaning = "Negative slope of a leaky ReLU; 0, a ReLU, when left out.",
        HelpName = "number",
        Option = "--leaky",
        Default = _ => 0,
        IsAlwaysWritten = true,
    };

    /// <summary>What normalizes the outputs of convolutions: <c>batch</c>, or <c>none</c>.</summary>
    public static TrialParameter<string> Normalization { get; } = new NameParameter("normalization", _ => [Batch, NoNormalization])
    {
        Meaning =
            "What normalizes the outputs of convolutions: batch, or none, with a bias in each and weights drawn for it; batch when left "
                + "out.",
        HelpName = "batch|none",
        Default = _ => Batch,
        CaptionPart = CaptionPart.Network,
        CaptionRank = 1,
        Caption = (name, _) => name == NoNormalization ? "without normalization" : "",
    };

    /// <summary>By what γ and β are multiplied before the first step, and the weights behind them divided: Ye et al.'s rescaling.</summary>
    public static TrialParameter<double> ScaleRescaling { get; } = new NumberParameter("gammaRescaling", Interval.Positive)
    {
        Label = "γ rescaled by",
        Meaning =
            "Multiplies γ at the beginning and divides the weights behind it, so that the network computes the same; 1 when left out.",
        HelpName = "number",
        Default = _ => 1,
        Conflict = values => IsNormalizedIn(values) || ScaleRescaling!.ValueIn(values).Equals(1)
            ? null
            : new ParameterConflict("gammaRescaling", $"gammaRescaling: expected '{Normalization.Key}: {Batch}' beside it"),
    };

    /// <summary>What computes the training: the project's CPU engine or libtorch.</summary>
    public static EngineParameter Engine { get; } = new()
    {
        Meaning =
            "What computes it: the project's own engine, or libtorch; when left out cpu for plain networks of up to 128 features a layer.",
        HelpName = "name",
        Default = EngineParameter.Usual,
        Unwritten = _ => EngineParameter.Libtorch,
        Conflict = EngineParameter.ConflictOf,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>The optimizer.</summary>
    public static TrialParameter<NamedOptimizer> Optimizer { get; } = new OptimizerParameter
    {
        IsOfChain = true,
        Meaning = "The optimizer's name.",
        Default = values => values.Registry.FindOptimizer("adam") ?? values.Registry.Optimizers[0],
        Conflict = OptimizerSettings.ConflictOfSettings,
        IsRequired = true,
        IsAlwaysWritten = true,
        SpeaksForItself = true,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>λ of coupled L2: the optimizer's setting.</summary>
    public static TrialParameter<double> L2 { get; } = Setting("l2");

    /// <summary>λ of decoupled weight decay: the optimizer's setting.</summary>
    public static TrialParameter<double> WeightDecay { get; } = Setting("weightDecay");

    /// <summary>λ of coupled L1: the optimizer's setting.</summary>
    public static TrialParameter<double> L1 { get; } = Setting("l1");

    /// <summary>λ of proximal L1: the optimizer's setting.</summary>
    public static TrialParameter<double> ProximalL1 { get; } = Setting("proximalL1");

    /// <summary>The learning rate: the optimizer's setting.</summary>
    public static TrialParameter<double> LearningRate { get; } = Setting("lr");

    /// <summary>What draws parameters towards 0.</summary>
    public static RegularizationParameter Regularization { get; } = new()
    {
        IsOfChain = true,
        Meaning = "What draws parameters to 0: l2 and l1 in the gradient, weightDecay and proximalL1 in the step.",
        Option = null,
        Default = _ => OptimizerDynamics.Regularization.None,
        Conflict = OptimizerSettings.ConflictOfRegularization,
        IsRequired = true,
        SpeaksForItself = true,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>λ of the regularization; 0 without.</summary>
    public static LambdaParameter Lambda { get; } = new()
    {
        IsOfChain = true,
        Label = "λ",
        Symbol = "λ",
        AxisTitle = "regularization λ",
        Meaning = "How strong the regularization is.",
        Option = null,
        Default = _ => 0,
        IsRequired = true,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>The kinds of parameters that regularization decays.</summary>
    public static TrialParameter<ParameterKinds> Decayed { get; } = new DecayedParameter
    {
        IsOfChain = true,
        Meaning = "What is decayed: all, none, or some of weight, bias, scale and shift joined by '+'.",
        HelpName = "kinds",
        Default = _ => ParameterKinds.All,
    };

    /// <summary>The kinds that L2 acts on.</summary>
    public static TrialParameter<ParameterKinds> L2Kinds { get; } = KindsOf(L2, "L2");

    /// <summary>The kinds that weight decay acts on.</summary>
    public static TrialParameter<ParameterKinds> WeightDecayKinds { get; } = KindsOf(WeightDecay, "weight decay");

    /// <summary>The kinds that coupled L1 acts on.</summary>
    public static TrialParameter<ParameterKinds> L1Kinds { get; } = KindsOf(L1, "L1");

    /// <summary>The kinds that proximal L1 acts on.</summary>
    public static TrialParameter<ParameterKinds> ProximalL1Kinds { get; } = KindsOf(ProximalL1, "proximal L1");

    /// <summary>The schedule multiplier of learning rate and weight decay.</summary>
    public static TrialParameter<Schedule> Schedule { get; } = new ScheduleParameter("schedule")
    {
        IsOfChain = true,
        Meaning = "The schedule, as in a settings file: constant, cosine, '{kind: fractions, at: [0.77]}'.",
        HelpName = "text",
        Default = _ => OptimizerDynamics.Schedule.Constant,
        IsAlwaysWritten = true,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>The images of a mini-batch, at least 2.</summary>
    public static TrialParameter<long> BatchSize { get; } = new IntegerParameter("batchSize", 2, int.MaxValue)
    {
        Label = "mini-batch",
        Meaning = "Images in a mini-batch.",
        HelpName = "n",
        Default = _ => 40,
        Conflict = ConflictOfBatchSize,
        IsAlwaysWritten = true,
        Caption = (size, _) => Invariant($"mini-batch {size}"),
    };

    /// <summary>The number of steps, at least 1; 0 where <see cref="Epochs"/> says it.</summary>
    public static TrialParameter<long> Iterations { get; } = new IntegerParameter("iterations", 1)
    {
        Meaning = "How many steps; 10,000 when neither this nor --epochs is given.",
        HelpName = "n",
        None = 0,
        Default = values => values.Given("epochs") is > 0L ? 0 : 10_000,
        IsRequired = true,
        IsAlwaysWritten = true,
        Alternative = "epochs",
        Caption = (count, _) => count == 0 ? "" : Invariant($"{count:#,0} iterations"),
    };

    /// <summary>The number of epochs, at least 1; 0 where <see cref="Iterations"/> says how long.</summary>
    public static TrialParameter<long> Epochs { get; } = new IntegerParameter("epochs", 1)
    {
        Meaning = "How many times through the training images, instead of --iterations.",
        HelpName = "n",
        None = 0,
        Default = _ => 0,
        IsAlwaysWritten = true,
        Alternative = "iterations",
        Caption = (count, _) => count == 0 ? "" : Invariant($"{count} epochs"),
    };

    /// <summary>In which ways the trained network is pruned; none when left out.</summary>
    public static PruneParameter Prune { get; } = new()
    {
        Label = "pruned by",
        Meaning = "How the trained network is pruned, 'CRITERION AMOUNT… + CRITERION AMOUNT…', each for itself; not at all when left out.",
        HelpName = "text",
        Default = _ => PruningPlan.None,
        Conflict = ConflictOfPruning,
    };

    /// <summary>The number of steps for which every pruned network is trained further; 0 for none.</summary>
    public static TrialParameter<long> FineTune { get; } = new IntegerParameter("fineTune", 0)
    {
        Label = "fine-tuning",
        Meaning = "For how many steps each pruned network is trained further, without l1 and proximalL1; 0 when left out.",
        HelpName = "n",
        Default = _ => 0,
        Lacking = values => Prune.ValueIn(values).Steps.IsEmpty ? $"expected '{Prune.Key}' beside it" : null,
        Caption = (count, _) => count == 0 ? "" : Invariant($"fine-tuned for {count:#,0} iterations"),
    };

    /// <summary>The learning rate of fine-tuning; 0 for the one at which the training ended: its own, times what its schedule's multiplier
    /// is after the last step.</summary>
    public static TrialParameter<double> FineTuneLearningRate { get; } = new NumberParameter("fineTuneLr", Interval.NonNegative)
    {
        Label = "fine-tuning lr",
        Meaning = "The learning rate of fine-tuning; 0 or left out, that at which the training ended.",
        HelpName = "number",
        Default = _ => 0,
        Lacking = LackOfFineTuning,
        Conflict = OptimizerSettings.ConflictOfFineTuning,
    };

    /// <summary>The schedule multiplier of fine-tuning.</summary>
    public static TrialParameter<Schedule> FineTuneSchedule { get; } = new ScheduleParameter("fineTuneSchedule")
    {
        Label = "fine-tuning schedule",
        Meaning = "The schedule of fine-tuning, over its own steps; constant when left out.",
        HelpName = "text",
        Default = _ => OptimizerDynamics.Schedule.Constant,
        Lacking = LackOfFineTuning,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>Draws the network's initialization and the order of the images.</summary>
    public static TrialParameter<long> Seed { get; } = new IntegerParameter("seed", 0)
    {
        Meaning = "Draws the network's initialization and the order of the images.",
        HelpName = "n",
        Default = _ => 1,
        IsSwept = false,
        IsFactor = false,
        IsAlwaysWritten = true,
        CaptionPart = CaptionPart.None,
    };

    /// <summary>
    /// All parameters, in the order of tables' columns; the settings of optimizers come behind <see cref="Lambda"/>.
    /// </summary>
    public static ImmutableArray<TrialParameter> All { get; } =
    [
        Data, Size, Images, TestImages, Classes, Augment, Network, Width, NegativeSlope, Normalization, ScaleRescaling, Engine, Optimizer,
        Regularization, Lambda, Decayed, L2Kinds, WeightDecayKinds, L1Kinds, ProximalL1Kinds, Schedule, BatchSize, Iterations, Epochs,
        Prune, FineTune, FineTuneLearningRate, FineTuneSchedule, Seed,
    ];

    /// <summary>Whether the network of a trial has normalizations.</summary>
    internal static bool IsNormalizedIn(TrialValues values) => Normalization.ValueIn(values) == Batch;

    /// <summary><see cref="All"/> with the settings of optimizers.</summary>
    internal static ImmutableArray<TrialParameter> With(ImmutableArray<NamedOptimizer> optimizers) => All.InsertRange(
        All.IndexOf(Lambda) + 1,
        optimizers.SelectMany(optimizer => optimizer.Settings).DistinctBy(setting => setting.Key).Select(SettingParameter.Of));

    /// <summary>A setting that every optimizer has.</summary>
    private static SettingParameter Setting(string key) =>
        SettingParameter.Of(OptimizerCatalog.All[0].Settings.First(setting => setting.Key == key));

    private static ParameterConflict? ConflictOfPruning(TrialValues values) =>
        !IsNormalizedIn(values) && Prune.ValueIn(values).Steps.FirstOrDefault(step => step.Criterion.NeedsScale) is { } step
            ? new ParameterConflict(
                Prune.Key,
                $"{Prune.Key}: {step.Criterion.Name} is by γ, which a network without normalization does not have: expected others, such "
                    + $"as "
                    + PruningCriteria.FilterNorm.Name)
            : null;

    private static string? LackOfFineTuning(TrialValues values) =>
        FineTune.AppliesTo(values) && FineTune.ValueIn(values) > 0 ? null : $"expected '{FineTune.Key}' above 0 beside it";

    private static DecayedParameter KindsOf(TrialParameter<double> lambda, string name) => new(lambda)
    {
        IsOfChain = true,
        Label = $"{name} on",
        Meaning = $"What {lambda.Key} alone acts on, as --decayed says it of all.",
        HelpName = "kinds",
        Default = values => Decayed.ValueIn(values),
    };

    private static ParameterConflict? ConflictOfBatchSize(TrialValues values)
    {
        var (size, images) = (BatchSize.ValueIn(values), Images.ValueIn(values));
        return images == 0 || size <= images
            ? null
            : new ParameterConflict(
                BatchSize.Key, Invariant($"{BatchSize.Key}: {size} is larger than the training set ({images} images)."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
