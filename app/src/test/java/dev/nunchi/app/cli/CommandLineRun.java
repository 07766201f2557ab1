package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.progress.CancelToken;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One command line run with [FakeModels], and what came of it.
record CommandLineRun(int exitCode, String out, String err) {
    static CommandLineRun of(FakeModels models, String... arguments) {
        return of(models, Messages.of(Locale.ENGLISH), arguments);
    }

    /// In another language, with other models.
    static CommandLineRun of(Models models, Messages messages, String... arguments) {
        return run(new World(models, messages, new Interruption()), arguments);
    }

    static CommandLineRun of(String... arguments) {
        return of(new FakeModels(), arguments);
    }

    /// With Ctrl+C pressed from the start.
    static CommandLineRun interrupted(String... arguments) {
        return interrupted(new FakeModels(), arguments);
    }

    /// With Ctrl+C pressed from the start.
    static CommandLineRun interrupted(FakeModels models, String... arguments) {
        var interruption = new Interruption();
        CancelToken token = interruption.token();
        token.cancel();
        return run(new World(models, Messages.of(Locale.ENGLISH), interruption), arguments);
    }

    private record World(Models models, Messages messages, Interruption interruption) {}

    private static CommandLineRun run(World world, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        var context =
                new CliContext(terminal, world.messages(), world.models(), world.interruption());
        int exitCode = NunchiCommand.commandLine(context).execute(arguments);
        return new CommandLineRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
