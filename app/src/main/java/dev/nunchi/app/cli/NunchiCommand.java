package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.Program;
import dev.nunchi.app.settings.Language;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command `nunchi` with its verbs.
@Command(
        name = "nunchi",
        description = {
            "Answers questions about pictures, on this machine and without a network.",
            "",
            "Without arguments the window opens; with files, it opens them: pictures to ask about,"
                    + " models to import, conversations that were exported."
        },
        versionProvider = NunchiCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed: a file, a model or the device; one sentence on standard error says which",
            "2:the command line was wrong",
            "130:interrupted with Ctrl+C"
        },
        footer = {
            "",
            "NUNCHI_HOME names a folder for settings, models, conversations and caches, instead of"
                    + " the system's own places."
        })
public final class NunchiCommand implements Runnable {
    private final CliContext context;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it before any command runs
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // as above
    private boolean version;

    private NunchiCommand(CliContext context) {
        this.context = context;
    }

    /// The files of a command line that consists of nothing else; the window is to open them. What
    /// has neither a dot nor a separator is a verb, even if a file has that name.
    ///
    /// @return absolute paths; empty if it is a command
    public static List<Path> files(String... arguments) {
        var files = new ArrayList<Path>();
        for (String argument : arguments) {
            file(argument).map(Path::toAbsolutePath).ifPresent(files::add);
        }
        return files.size() == arguments.length ? files : List.of();
    }

    private static Optional<Path> file(String argument) {
        try {
            if (argument.startsWith("file:")) {
                return Optional.of(Path.of(URI.create(argument))).filter(Files::exists);
            }
            boolean verb = argument.startsWith("-") || !argument.matches(".*[./\\\\].*");
            return verb ? Optional.empty() : Optional.of(Path.of(argument)).filter(Files::exists);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Runs one command line to its end. Prints; never ends the process itself.
    ///
    /// @return the exit code
    public static int run(String... args) {
        var context =
                new CliContext(
                        Terminal.ofProcess(),
                        Messages.of(Language.SYSTEM),
                        new LibraryModels(),
                        Interruption.listen());
        return commandLine(context).execute(args);
    }

    static CommandLine commandLine(CliContext context) {
        return new CommandLine(new NunchiCommand(context))
                .addSubcommand(new AskCommand(context))
                .addSubcommand(models(context))
                .addSubcommand(new TrainCommand(context))
                .addSubcommand(new AdaptersCommand(context))
                .addSubcommand(new DevicesCommand(context))
                .addSubcommand(new DiagnosticsCommand(context))
                .addSubcommand(new EvaluateCommand(context))
                .addSubcommand(new FilterCommand(context))
                .addSubcommand(new CurateCommand(context))
                .addSubcommand(new BenchCommand(context))
                .addSubcommand(new GenerateCommand(context))
                .addSubcommand(new ServeCommand(context))
                .addSubcommand(new ConformanceCommand(context))
                .setOut(context.terminal().outWriter())
                .setErr(context.terminal().errWriter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReport(context));
    }

    private static CommandLine models(CliContext context) {
        return new CommandLine(new ModelsCommand(context))
                .addSubcommand(new CatalogueCommand(context))
                .addSubcommand(new GetCommand(context))
                .addSubcommand(new ModelFitCommand(context));
    }

    @Override
    public void run() {
        throw context.usage(spec, "commandMissing");
    }

    /// The version that the build wrote into the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"nunchi " + Program.version()};
        }
    }
}
