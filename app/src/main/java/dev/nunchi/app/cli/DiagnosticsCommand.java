package dev.nunchi.app.cli;

import dev.nunchi.app.diagnostics.Diagnostics;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.engine.error.EngineException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `nunchi diagnostics`: what helps somebody to help, without what is private.
@Command(
        name = "diagnostics",
        description = {
            "Writes an archive that helps to find out what is wrong: versions, system, devices,"
                    + " settings, state of the database, the log.",
            "",
            "It holds no conversation, no name of a picture, no key, and not who or where you are."
                    + " It is never sent; read it before you hand it to somebody."
        })
final class DiagnosticsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE.zip",
            description = "The archive to write; one that is there gives way.")
    private Path file = Path.of("");

    @Option(names = "--print", description = "Also print all that is in it.")
    private boolean print;

    private final CliContext context;

    DiagnosticsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        var bundle = new Diagnostics(AppFolders.fromEnvironment(), StartMode.USUAL).collect();
        bundle.write(file.toAbsolutePath());
        var out = context.terminal().out();
        for (var part : bundle.parts()) {
            int bytes = part.text().getBytes(StandardCharsets.UTF_8).length;
            out.printf(Locale.ROOT, "%-14s %8d bytes%n", part.name(), bytes);
            if (print) {
                out.println(part.text().indent(2));
            }
        }
        out.flush();
        return ExitCode.OK;
    }
}
