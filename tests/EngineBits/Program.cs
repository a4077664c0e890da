using OptimizerDynamics.EngineBits;
using OptimizerDynamics.Networks;

// engine-bits                 prints a line for each training: its name and the digest of all that it leaves
// engine-bits --threads N     the same with N threads for a training
// engine-bits --write FILE    writes these lines: golden.txt, where a change of the arithmetic (CpuBackend.FullName) is meant
// Every line is the same on every processor and system; what differs from golden.txt is a defect.
switch (args)
{
    case []:
        foreach (var line in Lines(1))
            Console.WriteLine(line);
        return 0;
    case ["--threads", var number] when int.TryParse(number, out var threads) && threads is > 0 and < 100:
        foreach (var line in Lines(threads))
            Console.WriteLine(line);
        return 0;
    case ["--write", var file]:
        File.WriteAllText(file, string.Concat(Lines(1).Select(line => line + "\n")));
        return 0;
    default:
        Console.Error.WriteLine($"engine-bits: expected nothing, --threads N or --write FILE, found '{string.Join(' ', args)}'");
        return 2;
}

static IEnumerable<string> Lines(int threads) => BitsCase.All().Select(one => $"{one.Name} {one.Digest(new CpuBackend(threads))}");
