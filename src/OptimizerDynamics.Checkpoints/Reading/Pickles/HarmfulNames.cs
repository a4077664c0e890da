using System.Collections.Frozen;

namespace OptimizerDynamics.Checkpoints;

/// <summary>Names that files use which attack who loads them with Python. They are refused as every name is that is not known; only the
/// message is another.</summary>
internal static class HarmfulNames
{
    private static readonly FrozenSet<string> _modules = FrozenSet.Create(
        StringComparer.Ordinal,
        "os", "posix", "nt", "sys", "subprocess", "shutil", "socket", "runpy", "importlib", "pty", "ctypes", "code", "codeop", "pickle",
        "_pickle", "cPickle", "webbrowser", "urllib", "requests", "commands", "timeit", "pdb", "bdb", "asyncio", "multiprocessing",
        "marshal", "imp");

    private static readonly FrozenSet<string> _names = FrozenSet.Create(
        StringComparer.Ordinal,
        "eval", "exec", "execfile", "compile", "open", "__import__", "getattr", "setattr", "delattr", "globals", "locals", "vars", "input",
        "breakpoint", "apply", "file", "reload");

    /// <summary>Whether a class or a function is one of them.</summary>
    /// <param name="qualified">Module and name.</param>
    public static bool Contain(string qualified)
    {
        var module = qualified.Split('.')[0];
        return _modules.Contains(module)
            || (module is "builtins" or "__builtin__" && _names.Contains(qualified[(module.Length + 1)..]))
            || qualified.EndsWith(".runstring", StringComparison.Ordinal);
    }
}
