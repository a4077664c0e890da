using OptimizerDynamics.SeedBits;

// seed-bits                 prints a line for each thing that follows from a seed: its name and the digest of all its bits
// seed-bits --write FILE    writes these lines: seed-bits.txt, where a change of the bits, and with it of images or records, is meant
// seed-bits --system        prints numbers of the system's own mathematics library, which need not be the same anywhere
// Every line is the same on every processor and system; what differs from seed-bits.txt is a defect.
var lines = SeedCase.All().Select(one => $"{one.Name} {one.Digest()}");
switch (args)
{
    case []:
        foreach (var line in lines)
            Console.WriteLine(line);
        return 0;
    case ["--write", var file]:
        File.WriteAllText(file, string.Concat(lines.Select(line => line + "\n")));
        return 0;
    case ["--system"]:
        double x = args.Length;
        Console.WriteLine($"{Math.Exp(x):R} {Math.Log(x + 1):R} {Math.Pow(x + 1, 0.3):R} {Math.Cos(x):R} {MathF.SinCos((float)x)}");
        return 0;
    default:
        Console.Error.WriteLine($"seed-bits: expected nothing, --write FILE or --system, found '{string.Join(' ', args)}'");
        return 2;
}
