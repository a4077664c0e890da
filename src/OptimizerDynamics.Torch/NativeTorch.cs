using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

[assembly: InternalsVisibleTo("OptimizerDynamics.Torch.Tests")]
[assembly: InternalsVisibleTo("OptimizerDynamics.Cli.Tests")]

namespace OptimizerDynamics.Torch;

/// <summary>Where a program has its libtorch from: the build property <c>TorchRuntime</c>.</summary>
public enum TorchRuntime
{
    /// <summary>Its own libtorch for the CPU.</summary>
    Cpu,

    /// <summary>Its own libtorch with CUDA.</summary>
    Cuda,

    /// <summary>The libtorch of an existing PyTorch, named by <see cref="NativeTorch.Variable"/>.</summary>
    External,
}

/// <summary>The libraries that were loaded.</summary>
/// <param name="Runtime">The runtime that libtorch belongs to: cpu, cuda or external.</param>
/// <param name="Directory">The folder of the libtorch that is loaded, as the operating system says.</param>
/// <param name="LibtorchVersion">The version that the loaded libtorch reports. (TorchSharp's own <c>__version__</c> is a constant.)</param>
/// <param name="CudaAvailable">Whether libtorch can use a CUDA device here.</param>
public sealed record NativeTorchInfo(TorchRuntime Runtime, string Directory, Version LibtorchVersion, bool CudaAvailable);

/// <summary>libtorch cannot be used here. The message says why, and what to do.</summary>
public sealed class NativeTorchException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The one place that loads the native libraries.</summary>
/// <remarks>
/// TorchSharp loads them in a static constructor. Where that fails, it prints to the console, may copy all of libtorch beside the program
/// and gives a reason that is often not the real one. So everything is loaded here before the first use of <c>torch</c>, with the loader's
/// own words where that fails; TorchSharp then finds all in place.
/// </remarks>
public static class NativeTorch
{
    /// <summary>The environment variable that names the torch/lib folder of an existing PyTorch.</summary>
    /// <remarks>
    /// It is an error to set it for a program that has a libtorch of its own. TorchSharp would load parts of both, which breaks either; and
    /// to ignore one of the two would train on another libtorch than the user believes.
    /// </remarks>
    public const string Variable = "OPTDYN_LIBTORCH";

    /// <summary>
    /// The environment variable that, set to <c>any</c>, accepts an external libtorch of another version than TorchSharp needs.
    /// </summary>
    /// <remarks>For those who have built TorchSharp's native part against that version, or have found out that it works: a mismatch can
    /// end the process without a word, or compute wrongly. <see cref="NativeTorchInfo.LibtorchVersion"/> says what is in use.</remarks>
    public const string VersionVariable = "OPTDYN_LIBTORCH_VERSION";

    /// <summary>The libtorch that TorchSharp is compiled for. Other minor versions have other C++ interfaces.</summary>
    public static Version RequiredVersion { get; } = new(2, 10);

    private const string CudaLibrary = "libtorch_cuda.so";

    // Each before those that need it.
    private static readonly string[] _libraries = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static readonly Lazy<NativeTorchInfo> _loaded = new(LoadOnce);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate ulong VersionFunction();

    /// <summary>Loads the native libraries, once in a process; every entry point calls this before it uses TorchSharp.</summary>
    /// <returns>The libraries that were loaded.</returns>
    /// <exception cref="NativeTorchException">libtorch cannot be used here; a second call throws the same.</exception>
    public static NativeTorchInfo Load() => _loaded.Value;

    /// <summary>
    /// The choice that the build wrote into the program (in a test, into the test's assembly), or null where there is none.
    /// </summary>
    /// <remarks>Loads nothing.</remarks>
    public static TorchRuntime? BuiltWith()
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic);
        var value = loaded.Prepend(Assembly.GetEntryAssembly()).OfType<Assembly>()
            .SelectMany(assembly => assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
            .FirstOrDefault(metadata => metadata.Key == "TorchRuntime")?.Value;
        return Enum.TryParse<TorchRuntime>(value, ignoreCase: true, out var runtime) ? runtime : null;
    }

    /// <summary>The path of a native library that came with the program, or null where it has none of that name. Loads nothing.</summary>
    /// <param name="fileName">For example <c>libLibTorchSharp.so</c>.</param>
    public static string? OwnLibrary(string fileName)
        => SearchFolders().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    /// <summary>The folder to load libtorch from, or null for the program's own libtorch. Loads nothing.</summary>
    /// <param name="variable">The value of <see cref="Variable"/>.</param>
    /// <param name="builtWith">The runtime that the program was built with, or null where it does not say.</param>
    /// <param name="searchFolders">Where the program looks for its native libraries.</param>
    internal static string? ExternalFolder(string? variable, TorchRuntime? builtWith, IEnumerable<string> searchFolders)
    {
        if (string.IsNullOrWhiteSpace(variable))
        {
            return builtWith != TorchRuntime.External ? null : throw new NativeTorchException(
                $"This program was built without libtorch (TorchRuntime=external), and the environment variable {Variable} is not set. "
                + "Set it to the torch/lib folder of an existing PyTorch, or build with -p:TorchRuntime=cpu or -p:TorchRuntime=cuda.");
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(variable));
        var named = $"The environment variable {Variable} names '{folder}'";
        if (!Directory.Exists(folder))
            throw new NativeTorchException($"{named}, which is not a folder. Set it to the torch/lib folder of an existing PyTorch.");

        var missing = _libraries.Where(name => !File.Exists(Path.Combine(folder, name))).ToArray();
        if (missing.Length > 0)
        {
            var below = Path.Combine(folder, "lib");
            var isBelow = File.Exists(Path.Combine(below, _libraries[0]));
            var better = isBelow ? $"'{below}'" : "the torch/lib folder of an existing PyTorch for Linux";
            throw new NativeTorchException($"{named}, which lacks {string.Join(", ", missing)}. Set it to {better}.");
        }

        var own = searchFolders.Select(Path.GetFullPath).Select(Path.TrimEndingDirectorySeparator)
            .FirstOrDefault(f => f != folder && File.Exists(Path.Combine(f, "libtorch_cpu.so")));
        return own is null ? folder : throw new NativeTorchException(
            $"{named}, but this program has a libtorch of its own in '{own}', and one process cannot use two. "
            + "Unset the variable, or build with -p:TorchRuntime=external.");
    }

    /// <summary>Refuses a libtorch of another version than TorchSharp needs: it would end the process without a word.</summary>
    /// <param name="version">What libtorch reports, or null where it has no function to ask.</param>
    /// <param name="folder">The folder of the library.</param>
    internal static void CheckVersion(Version? version, string folder)
    {
        if (version?.Major != RequiredVersion.Major || version.Minor != RequiredVersion.Minor)
        {
            var reported = version is null ? "does not tell its version" : $"is version {version}";
            throw new NativeTorchException(
                $"The libtorch in '{folder}' {reported}, and TorchSharp needs {RequiredVersion}. "
                + $"Set {Variable} to the torch/lib folder of a PyTorch {RequiredVersion}, or {VersionVariable}=any to try it all the "
                + $"same.");
        }
    }

    /// <summary>What the loader said, without the places where it looked for TorchSharp's library in vain.</summary>
    /// <param name="message">The runtime's message: a sentence, then a line for each attempt.</param>
    internal static string LoaderReason(string message)
    {
        string[] inVain = ["LibTorchSharp: cannot open", "LibTorchSharp.so: cannot open"];
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var reasons = lines.Skip(1).Where(line => !inVain.Any(text => line.Contains(text, StringComparison.Ordinal))).ToArray();
        return reasons.Length > 0 ? string.Join("; ", reasons) : lines.Length > 1 ? "libLibTorchSharp.so was not found" : message;
    }

    private static NativeTorchInfo LoadOnce()
    {
        var builtWith = BuiltWith();
        var external = ExternalFolder(Environment.GetEnvironmentVariable(Variable), builtWith, SearchFolders());
        if (external is not null)
            LoadExternal(external);

        // The name of the type alone runs no code of TorchSharp.
        var torchSharp = typeof(torch).Assembly;
        try
        {
            NativeLibrary.Load("LibTorchSharp", torchSharp, null);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new NativeTorchException(
                $"TorchSharp's native library cannot be loaded: {LoaderReason(e.Message)}. Build the program on this system, with "
                + "UsesTorchRuntime in its project. TorchSharp supports Linux x64 with glibc, Windows x64 and macOS arm64.", e);
        }

        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            var cuda = torch.cuda.is_available();
            var runtime = external is not null ? TorchRuntime.External : builtWith ?? TorchRuntime.Cpu;
            var version = ReportedVersion(NativeLibrary.Load("torch_cpu", torchSharp, null)) ?? Version.Parse(torch.__version__);
            return new NativeTorchInfo(runtime, LoadedFrom(), version, cuda);
        }
        catch (Exception e)
        {
            throw new NativeTorchException($"TorchSharp's native library was loaded, but TorchSharp does not start: {e.Message}", e);
        }
    }

    private static void LoadExternal(string folder)
    {
        if (!OperatingSystem.IsLinux())
            throw new NativeTorchException($"{Variable} works on Linux only. Build with -p:TorchRuntime=cpu.");

        // TorchSharp's library asks for these by name, and the loader gives it what is loaded already. CUDA registers itself when it loads.
        var libraries = _libraries.ToList();
        if (File.Exists(Path.Combine(folder, CudaLibrary)))
            libraries.Insert(libraries.IndexOf("libtorch.so"), CudaLibrary);
        foreach (var name in libraries)
        {
            try
            {
                var library = NativeLibrary.Load(Path.Combine(folder, name));
                if (name == "libtorch_cpu.so" && Environment.GetEnvironmentVariable(VersionVariable) != "any")
                    CheckVersion(ReportedVersion(library), folder);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw new NativeTorchException(
                    $"{name} in '{folder}', which the environment variable {Variable} names, cannot be loaded: {LoaderReason(e.Message)}. "
                    + "Check that the PyTorch it belongs to works here.", e);
            }
        }
    }

    /// <summary>The version that libtorch itself reports, by the one function of its stable C interface that tells it.</summary>
    private static Version? ReportedVersion(nint torchCpu)
    {
        if (!NativeLibrary.TryGetExport(torchCpu, "aoti_torch_abi_version", out var function))
            return null;
        var bytes = BitConverter.GetBytes(Marshal.GetDelegateForFunctionPointer<VersionFunction>(function)());
        return new Version(bytes[7], bytes[6], bytes[5]); // from the highest byte down: major, minor, patch
    }

    private static IEnumerable<string> SearchFolders()
        => ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory);

    private static string LoadedFrom()
    {
        using var process = Process.GetCurrentProcess();
        var library = process.Modules.Cast<ProcessModule>()
            .FirstOrDefault(module => Path.GetFileName(module.FileName) is "libtorch_cpu.so" or "torch_cpu.dll" or "libtorch_cpu.dylib");
        return Path.GetDirectoryName(library?.FileName) ?? "";
    }
}
