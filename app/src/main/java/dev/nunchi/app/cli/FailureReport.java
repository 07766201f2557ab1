package dev.nunchi.app.cli;

import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what went wrong into a sentence, an act and the details, on standard error.
final class FailureReport implements IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

    private final CliContext context;
    private final ErrorMessages errors;

    FailureReport(CliContext context) {
        this.context = context;
        errors = new ErrorMessages(context.messages());
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        print(
                switch (failure) {
                    case EngineException known -> errors.of(known);
                    case DownloadException known -> errors.of(known);
                    case TeacherException known -> errors.of(known);
                    case StoreException known -> errors.ofLedger(known);
                    case ServerException known -> errors.of(known);
                    default -> {
                        LOG.error("unexpected failure", failure);
                        // No report is saved here, so the act that speaks of one is left out.
                        yield new Problem(errors.unexpected("").sentence(), "", failure.toString());
                    }
                });
        return ExitCode.FAILED;
    }

    private void print(Problem problem) {
        var err = context.terminal().err();
        err.println((problem.sentence() + " " + problem.act()).strip());
        if (!problem.detail().isEmpty()) {
            err.println(context.messages().text("cli.details", problem.detail()));
        }
        err.flush();
    }
}
