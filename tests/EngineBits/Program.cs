using OptimizerDynamics.EngineBits;
using OptimizerDynamics.Networks;

// engine-bits                 prints a line for each training: its name and the digest of all that it leaves
// engine-bits --write FILE    writes these lines: golden.txt, where a change of the arithmetic (CpuBackend.FullName) is meant
// Every line is the same on every processor and system; what differs from golden.txt is a defect.
var lines = BitsCase.All().Select(one => $"{one.Name} {one.Digest(new CpuBackend())}");
switch (args)
{
    case []:
        foreach (var line in lines)
            Console.WriteLine(line);
        return 0;
    case ["--write", var file]:
        File.WriteAllText(file, string.Concat(lines.Select(line => line + "\n")));
        return 0;
    default:
        Console.Error.WriteLine($"engine-bits: expected nothing or --write FILE, found '{string.Join(' ', args)}'");
        return 2;
}
