package dev.nunchi.app.cli;

import dev.nunchi.app.store.RequestLedger.Spent;
import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.GenerationState;
import dev.nunchi.app.teach.Taught.Why;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Tells how far a generation is, and what came of it.
final class GenerationPrinter implements Generation.Watcher {
    private final CliContext context;
    private final ProgressLine progress;
    private final long begun = System.nanoTime();
    private Optional<GenerationState> last = Optional.empty();

    GenerationPrinter(CliContext context, ProgressLine progress) {
        this.context = context;
        this.progress = progress;
    }

    @Override
    public void heard(GenerationState state) {
        last = Optional.of(state);
        String text =
                words("progress", state.done(), state.total(), state.kept())
                        + left(state).map(left -> " · " + left).orElse("");
        progress.show(text);
    }

    private Optional<String> left(GenerationState state) {
        if (state.worked() == 0) {
            return Optional.empty();
        }
        double each = (double) (System.nanoTime() - begun) / state.worked();
        var left = Duration.ofNanos((long) (each * (state.total() - state.done())));
        return Optional.of(words("left", context.messages().formats().duration(left)));
    }

    void clear() {
        progress.clear();
    }

    /// What of an unfinished generation is there.
    void kept() {
        last.ifPresent(state -> {
            var err = context.terminal().err();
            err.println(words("kept", state.kept(), state.total()));
            err.flush();
        });
    }

    void report(Generation.Plan plan, GenerationState state, Optional<Spent> spent) {
        var out = context.terminal().out();
        state.rows().forEach((kind, count) -> out.println(words("rows", kind.word(), count)));
        state.nothing()
                .forEach((why, count) -> key(why).ifPresent(key -> out.println(words(key, count))));
        spent.ifPresent(cost ->
                out.println(
                        words(
                                "spent",
                                cost.total().tokens(),
                                context.messages().formats().decimal(cost.total().money(), 4),
                                cost.unanswered())));
        if (!context.interruption().token().isCancelled()) {
            out.println(words("written", plan.out()));
        }
        out.flush();
    }

    private static Optional<String> key(Why why) {
        return switch (why) {
            case TOO_LITTLE_KNOWN -> Optional.of("nothing.tooLittle");
            case UNUSABLE_ANSWER -> Optional.of("nothing.unusable");
            case FAILED -> Optional.of("nothing.failed");
            case CANCELLED -> Optional.empty();
        };
    }

    void json(Generation.Plan plan, GenerationState state, Optional<Spent> spent) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("pictures", plan.scenes().size()).put("lessons", state.total());
        var rows = json.putObject("rows");
        state.rows().forEach((kind, count) -> rows.put(kind.word(), count));
        json.put("kept", state.kept());
        var nothing = json.putObject("nothing");
        state.nothing()
                .forEach((why, count) -> nothing.put(why.name().toLowerCase(Locale.ROOT), count));
        json.put("whole", state.isWhole()).put("out", plan.out().toString());
        spent.ifPresent(cost ->
                json.putObject("spent")
                        .put("tokens", cost.total().tokens())
                        .put("money", cost.total().money())
                        .put("answered", cost.answered())
                        .put("unanswered", cost.unanswered()));
        context.terminal().out().println(JsonMapper.shared().writeValueAsString(json));
        context.terminal().out().flush();
    }

    private String words(String key, Object... arguments) {
        return context.messages().text("cli.generate." + key, arguments);
    }
}
