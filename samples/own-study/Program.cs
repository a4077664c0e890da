// A study of your own with a measure of your own: run in this process, with a report in the folder that is named, or in 'memory'.
using OptimizerDynamics.Experiments;
using OptimizerDynamics.Networks;
using OptimizerDynamics.Reports;

// The measure is known to everything that reads or shows results as soon as the registry has it.
var negativeShift = new Measure(
    "negativeShift", "β < 0", MeasureUnit.Share, "share of features with β < 0",
    result => result.Layers.SelectMany(layer => layer.Shift).Average(shift => shift < 0 ? 1.0 : 0));
var registry = Registry.Standard.With(negativeShift).With(new ReportedTraining());

var folder = args is [var named] ? named : "memory";
var text = StudyText.Read(Path.Combine(AppContext.BaseDirectory, "study.yaml"));
var study = StudyFile.Read(registry, text, "standard");
var environment = RunEnvironment.Of(typeof(Program).Assembly);
var store = new RunStore(Path.Combine(folder, "runs"));
using var engine = new TrainingEngine(registry, new CpuBackend(), environment);
var plan = StudyTrials.Of(study, store, runsAll: false, warn: Console.Error.WriteLine);
var records = new StudyRunner(store, environment, new InProcessExecutor(engine)).Run(
    plan, new Progress<TrialProgress>(), CancellationToken.None);

var reports = new ReportFolder(registry, Path.Combine(folder, "report"), [text]);
reports.WriteRecords(study, records);
var page = reports.Write([study.Name], TextWriter.Null).Single();
Console.WriteLine(page.Answer);
Console.WriteLine(page.Tables["trials"].ToCsv().Split('\n')[0]);
Console.WriteLine($"the report: {Path.Combine(folder, "report", study.Name, "README.md")}");
