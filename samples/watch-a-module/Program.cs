// A module of your own, trained with Adam and L2, and watched: γ and β of its batch normalization, and how fast L2 alone shrinks a γ.
using OptimizerDynamics;
using OptimizerDynamics.Torch;
using static TorchSharp.torch;

TorchThreads.Count = 1; // it loads libtorch; for so small a network one thread is the fastest
random.manual_seed(1);
using var network = nn.Sequential(
    ("convolution", nn.Conv2d(1, 16, 3, padding: 1, bias: false)), ("norm", nn.BatchNorm2d(16)), ("relu", nn.ReLU()),
    ("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("classes", nn.Linear(16, 2)));
const double Rate = 1e-2, Lambda = 0.1, Beta2 = 0.99, Epsilon = 1e-8;
var chain = Optimizers.Adam(Rate, beta2: Beta2, epsilon: Epsilon, l2: Lambda);
using var optimizer = new ModelOptimizer(network, chain);
ParameterRange Range(string name) => optimizer.Parameters.Layout.Ranges.Single(range => range.Name == name);
var (gamma, beta) = (Range("norm.weight"), Range("norm.bias"));
Console.WriteLine("step   loss   |γ| < 1e-3   median β   median decay of γ by L2, per step");
for (var step = 1; step <= 1000; step++)
{
    using var scope = NewDisposeScope();
    // Which of two textures? It is easy: few features will do.
    var labels = randint(0, 2, [32], ScalarType.Int64);
    var images = randn(32, 1, 8, 8) + labels.view(32, 1, 1, 1) * linspace(-2, 2, 8).view(1, 1, 1, 8);
    optimizer.ZeroGradients();
    var loss = nn.functional.cross_entropy(network.forward(images), labels);
    loss.backward();
    optimizer.Step();
    if (step % 200 != 0)
        continue;
    var theta = optimizer.Parameters.Values.data<float>().ToArray();
    var v = optimizer.State(1, "v")[gamma.Offset..gamma.End]; // the chain: L2, ScaleByAdam, ScaleByLearningRate
    var dead = theta[gamma.Offset..gamma.End].Count(value => Math.Abs(value) < 1e-3);
    var shift = theta[beta.Offset..beta.End].Order().ElementAt(8);
    var rate = v.Select(second => Rate * Lambda / (Math.Sqrt(second / (1 - Math.Pow(Beta2, step))) + Epsilon)).Order().ElementAt(8);
    Console.WriteLine(FormattableString.Invariant(
        $"{step,4}   {loss.item<float>():0.00}   {dead,4} of 16   {shift,8:0.000}   {rate,8:0.0e+0}"));
}
