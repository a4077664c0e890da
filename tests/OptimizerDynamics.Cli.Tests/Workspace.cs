using System.Globalization;
using OptimizerDynamics.Testing;

namespace OptimizerDynamics.Cli.Tests;

/// <summary>A folder of its own for a test, and the command line run on it as a user would.</summary>
public sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optdyn-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public bool Has(string name) => File.Exists(PathOf(name));

    public IEnumerable<string> Files => _folder.EnumerateFiles().Select(file => file.Name).Order();

    /// <summary>Runs <c>optdyn</c>; words that begin with <c>@</c> are names in this folder.</summary>
    public Outcome Run(params string[] words)
    {
        string Expanded(string word) => word.StartsWith('@') && word != "@no-such-file" ? PathOf(word[1..]) : word;
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var exitCode = Composition.Run(Array.ConvertAll(words, Expanded), output, errors);
        return new Outcome(
            exitCode, output.ToString(),
            errors.ToString().Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    /// <summary>Runs <c>optdyn</c> as a process of its own, in a folder.</summary>
    public static Outcome Process(string folder, params string[] words) => Process(folder, [], words);

    /// <summary>Runs <c>optdyn</c> as a process of its own, in a folder, with some variables in its environment.</summary>
    public static Outcome Process(string folder, IEnumerable<KeyValuePair<string, string?>> environment, params string[] words)
    {
        var command = Command(words);
        var (exitCode, output, errors) = ChildProcess.Run(folder, environment, command[0], command[1..]);
        return new Outcome(exitCode, output, errors);
    }

    /// <summary>The path of <c>dotnet</c>, which the variables of the process that is started may hide.</summary>
    private static readonly string _dotnet = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "dotnet")).FirstOrDefault(File.Exists, "dotnet");

    /// <summary>Starts <c>optdyn</c> as a process of its own, in a folder.</summary>
    public static System.Diagnostics.Process Start(string folder, params string[] words) =>
        Start(folder, Enumerable.Empty<KeyValuePair<string, string?>>(), words);

    /// <summary>Starts <c>optdyn</c> as a process of its own, in a folder, with variables in its environment.</summary>
    public static System.Diagnostics.Process Start(
        string folder, IEnumerable<KeyValuePair<string, string?>> environment, params string[] words)
    {
        var command = Command(words);
        return ChildProcess.Start(folder, environment, command[0], command[1..]);
    }

    private static string[] Command(string[] words)
    {
        string[] command = [_dotnet, Path.Combine(AppContext.BaseDirectory, "optdyn.dll"), .. words];
        // Shells start what they run in the background with SIGINT ignored, which would be passed on.
        return OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. command] : command;
    }

    /// <summary>Runs <c>optdyn trace</c> on opt.yaml, g.csv and x0.csv.</summary>
    public Outcome Trace(params string[] more) =>
        Run(["trace", "--optimizer", "@opt.yaml", "--gradients", "@g.csv", "--initial", "@x0.csv", "--out", "@out.csv", .. more]);

    public Workspace With(string optimizer, string gradients = "1,-2\n0.5,0\n", string initial = "1,1\n")
    {
        Write("opt.yaml", optimizer);
        Write("g.csv", gradients);
        Write("x0.csv", initial);
        return this;
    }

    public sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        /// <summary>Exit code 2, and one line that begins with the program's name.</summary>
        public void IsRefused(string message)
        {
            Assert.Equal($"optdyn: {message}{Environment.NewLine}", Errors);
            Assert.Equal(2, ExitCode);
        }
    }
}
