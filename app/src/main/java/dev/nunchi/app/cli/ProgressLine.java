package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.io.PrintStream;
import java.util.Optional;

/// Tells on standard error what a long call is doing: one line redrawn in place on a terminal, one
/// line per stage when asked to be verbose, nothing otherwise.
final class ProgressLine implements Progress {
    private static final String CLEAR = "\r\u001b[K";

    private enum Style {
        REDRAWN,
        LINES,
        SILENT
    }

    private final PrintStream err;
    private final Messages messages;
    private final Style style;
    private Optional<Stage> stage = Optional.empty();
    private String shown = "";

    private ProgressLine(CliContext context, Style style) {
        err = context.terminal().err();
        messages = context.messages();
        this.style = style;
    }

    static ProgressLine of(CliContext context) {
        return new ProgressLine(
                context, context.terminal().interactive() ? Style.REDRAWN : Style.SILENT);
    }

    static ProgressLine verbose(CliContext context) {
        return new ProgressLine(context, Style.LINES);
    }

    @Override
    public void report(Stage now, long done, long total) {
        switch (style) {
            case REDRAWN -> redraw(words(now) + percent(done, total));
            case LINES -> {
                if (!stage.equals(Optional.of(now))) {
                    err.println(words(now));
                    err.flush();
                }
            }
            case SILENT -> {}
        }
        stage = Optional.of(now);
    }

    /// Shows words that are not a stage's, to somebody who watches.
    void show(String text) {
        if (style == Style.REDRAWN) {
            redraw(text);
        }
    }

    /// Takes the line away, before something else is printed.
    void clear() {
        if (!shown.isEmpty()) {
            redraw("");
        }
    }

    private void redraw(String text) {
        if (!text.equals(shown)) {
            err.print(CLEAR + text);
            err.flush();
            shown = text;
        }
    }

    private String words(Stage now) {
        return messages.text("cli.stage." + key(now));
    }

    private static String percent(long done, long total) {
        return total > 0 ? " %d %%".formatted(done * 100 / total) : "";
    }

    private static String key(Stage stage) {
        return switch (stage) {
            case COPYING_MODEL -> "copyingModel";
            case QUANTISING_MODEL -> "quantisingModel";
            case CHECKING_MODEL -> "checkingModel";
            case COMPILING_MODEL -> "compilingModel";
            case LOADING_MODEL -> "loadingModel";
            case READING_PICTURE -> "readingPicture";
            case ENCODING_PICTURE -> "encodingPicture";
            case READING_PROMPT -> "readingPrompt";
            case ANSWERING -> "answering";
            case READING_DATA -> "readingData";
            case EVALUATING -> "evaluating";
            case MEASURING_STEPS -> "measuringSteps";
        };
    }
}
