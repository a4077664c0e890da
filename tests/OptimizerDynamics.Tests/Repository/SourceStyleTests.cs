namespace OptimizerDynamics.Tests;

/// <summary>Every source file of the repository keeps <see cref="SourceStyle"/>.</summary>
public sealed class SourceStyleTests
{
    private static readonly string[] _parts = ["src", "tests", "samples"];

    private static IEnumerable<(string Name, string Text)> Files =>
        from part in _parts
        from file in SourceFolders.SourceFiles(Path.Combine(SourceFolders.Root, part))
        select (Path.GetRelativePath(SourceFolders.Root, file), File.ReadAllText(file));

    [Fact]
    public void Usings_stand_in_their_order() => Assert.Empty(
        from file in Files from directive in SourceStyle.MisplacedUsings(file.Text) select $"{file.Name}: {directive}");

    [Fact]
    public void Types_have_the_words_of_the_language() => Assert.Empty(
        from file in Files from name in SourceStyle.FrameworkNames(file.Text) select $"{file.Name}: {name}");

    [Theory]
    [InlineData("using A;\nusing System;\n", "using System;")]
    [InlineData("using System.Text;\nusing System.Linq;\n", "using System.Linq;")]
    [InlineData("using A.B;\nusing A;\n", "using A;")]
    [InlineData("using Ab;\nusing A.C;\n", "using A.C;")]
    [InlineData("using static A;\nusing B;\n", "using B;")]
    [InlineData("using X = A;\nusing static A;\n", "using static A;")]
    [InlineData("using A;\nglobal using B;\n", "global using B;")]
    [InlineData(
        "global using A;\nusing System;\nusing a;\nusing A.B;\nusing B;\nusing static System.Math;\nusing X = (int A, B C);\n", null)]
    public void A_using_that_comes_too_late_is_named(string text, string? late) =>
        Assert.Equal(late is null ? [] : [late], SourceStyle.MisplacedUsings(text));

    [Theory]
    [InlineData("String s;")]
    [InlineData("System.String S() => null;")]
    [InlineData("void F(String s) { }")]
    [InlineData("void F(this String? s) { }")]
    [InlineData("String[] s;")]
    [InlineData("List<String> s;")]
    [InlineData("A<int, String, int> s;")]
    [InlineData("var s = new String('a', 2);")]
    [InlineData("var s = (String)o;")]
    [InlineData("var s = o as String;")]
    [InlineData("var s = o is String { Length: 2 };")]
    [InlineData("var s = typeof(String);")]
    [InlineData("var s = String.Concat(a);")]
    public void A_type_by_its_name_of_the_framework_is_found(string text) =>
        Assert.Equal(["String, which is string"], SourceStyle.FrameworkNames(text));

    [Theory]
    [InlineData("var x = list.Single(); var y = Int64(bytes); int Int32(int x) => 1;")]
    [InlineData("enum E { Int64, Int32 = 4, Int16 } var e = E.Int16; var s = Keys.Single;")]
    [InlineData("string Text = \"String s\"; // String s")]
    public void A_member_of_that_name_is_none(string text) => Assert.Empty(SourceStyle.FrameworkNames(text));
}
