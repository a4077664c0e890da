using System.CommandLine;

namespace OptimizerDynamics.Cli;

/// <summary><c>optdyn completion SHELL</c>: a script with which a shell completes commands, options, studies and values.</summary>
/// <remarks>The script asks the program itself, by the directive <c>[suggest:POSITION]</c> of System.CommandLine.</remarks>
internal static class CompletionCommand
{
    private const string Description =
        """
        Write a script with which a shell completes commands, options, studies and values.

          source <(optdyn completion bash)                          in ~/.bashrc
          source <(optdyn completion zsh)                           in ~/.zshrc, after compinit
          optdyn completion fish | source                           in ~/.config/fish/config.fish
          optdyn completion pwsh | Out-String | Invoke-Expression   in $PROFILE
        """;

    private const string Bash =
        """
        _optdyn() {
            local word="${COMP_WORDS[COMP_CWORD]}"
            mapfile -t COMPREPLY < <(compgen -W "$(optdyn "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word")
        }
        complete -o default -F _optdyn optdyn
        """;

    private const string Zsh =
        """
        _optdyn() {
            local -a found
            found=("${(@f)$(optdyn "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
            _files
        }
        compdef _optdyn optdyn
        """;

    private const string Fish =
        """
        function __optdyn_complete
            set -l line (commandline -cp)
            optdyn "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c optdyn -a '(__optdyn_complete)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName optdyn -ScriptBlock {
            param($word, $line, $position)
            optdyn "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    /// <summary>The script of each shell.</summary>
    private static readonly Dictionary<string, string> _scripts = new()
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };

    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("shell")
        {
            Description = $"The shell: {string.Join(", ", _scripts.Keys)}.",
            HelpName = "shell",
        };
        shell.CompletionSources.Add([.. _scripts.Keys]);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !_scripts.ContainsKey(token.Value))
                result.AddError($"shell: expected one of {string.Join(", ", _scripts.Keys)}, found '{token.Value}'");
        });
        var command = new Command("completion", Description) { shell };
        command.SetAction(parsed =>
        {
            context.Output.WriteLine(_scripts[parsed.GetRequiredValue(shell)]);
            return ExitCodes.Success;
        });
        return command;
    }
}
