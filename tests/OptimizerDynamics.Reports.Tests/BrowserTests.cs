using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OptimizerDynamics.Testing;
using SkiaSharp;
using Xunit.Abstractions;

namespace OptimizerDynamics.Reports.Tests;

/// <summary>
/// The page in a browser: it can be used with a pointer and without, on a desk and on a phone, on light and on dark paper.
/// </summary>
public sealed class BrowserTests(ITestOutputHelper output)
{
    /// <summary>Of axe.min.js in the npm package axe-core 4.11.0.</summary>
    private const string AxeSha256 = "e9e5863c33a874f09bc01acd9234b7e3c871479f5eef8802fa582544465e6d01";

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Axe");

    /// <summary>axe-core is run in the page under the page's own policy, and finds nothing; neither does a reader who sorts, chooses and
    /// points.</summary>
    [BrowserFact]
    public void It_can_be_used_and_no_rule_of_accessibility_is_broken()
    {
        var axe = File.ReadAllText(Path.Combine(Folder(), "axe.min.js"));
        Assert.Equal(AxeSha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(axe))));
        var script = $"{axe}\n{File.ReadAllText(Path.Combine(Folder(), "check.js"))}";
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        var page = HtmlPageTests.Whole.Replace("script-src '", $"script-src 'sha256-{hash}' '", StringComparison.Ordinal)
            .Replace("</body>", $"<script>{script}</script></body>", StringComparison.Ordinal);
        foreach (var (width, isDark) in new[] { (1400, false), (390, true) })
        {
            var dom = Run(page, width, isDark, "--virtual-time-budget=60000", "--dump-dom");
            var result = Regex.Match(dom, "<pre id=\"checked\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value;
            var said = JsonDocument.Parse(WebUtility.HtmlDecode(result)).RootElement;
            Assert.False(said.TryGetProperty("error", out var error), $"{error}");
            Assert.Equal([], said.GetProperty("violations").EnumerateArray().Select(violation => violation.GetString()));
            Assert.False(said.GetProperty("isTooWide").GetBoolean());
            Assert.True(said.GetProperty("ticks").GetDouble() >= 9, $"{width}: {said.GetProperty("ticks")}");
            Assert.Equal("ascending", said.GetProperty("sorted").GetString());
            Assert.True(said.GetProperty("isSorted").GetBoolean());
            Assert.Contains("Adam", said.GetProperty("filters")[0].EnumerateArray().Select(value => value.GetString()));
            Assert.True(said.GetProperty("faded").GetInt32() > 10);
            Assert.Equal(0, said.GetProperty("all").GetInt32());
            Assert.Equal(
                ["Adam: L2", "regularization λ: 1e-4", "features with |γ| < 1e-3: 21.9 %", "from 20.5 % to 22.9 %", "n = 7"],
                said.GetProperty("tip").EnumerateArray().Select(line => line.GetString()));
            Assert.Matches("^seed [1-7] is marked at [0-9]+ places", said.GetProperty("seed").GetString());
            Assert.True(said.GetProperty("rings").GetInt32() > 10);
        }
    }

    /// <summary>Pictures for a person to look at, and the paper's colour in each.</summary>
    [BrowserFact]
    public void It_is_drawn_on_light_and_on_dark_paper_for_a_desk_and_for_a_phone()
    {
        foreach (var (width, isDark) in new[] { (1400, false), (1400, true), (390, false), (390, true) })
        {
            var file = Path.Combine(Path.GetTempPath(), $"optdyn-page-{width}-{(isDark ? "dark" : "light")}.png");
            File.Delete(file);
            Run(HtmlPageTests.Whole, width, isDark, "--hide-scrollbars", $"--screenshot={file}");
            output.WriteLine(file);
            using var picture = SKBitmap.Decode(file);
            Assert.Equal(width, picture.Width);
            Assert.Equal(
                FigureRenderer.Colour(Ink.Page, isDark ? Paper.Dark : Paper.Light), picture.GetPixel(width - 3, picture.Height - 3));
        }
    }

    private static string Run(string page, int width, bool isDark, params string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("optdyn-browser-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.html");
            File.WriteAllText(file, page);
            // A browser that root starts has no sandbox; what it opens is this page, which loads nothing.
            string[] always =
            [
                "--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder.FullName}/profile", $"--window-size={width},2000",
                $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
            ];
            var outcome = ChildProcess.Run("", [], BrowserFactAttribute.Browser!, [.. always, .. words, $"file://{file}"]);
            Assert.True(outcome.ExitCode == 0, outcome.Errors);
            return outcome.Output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
