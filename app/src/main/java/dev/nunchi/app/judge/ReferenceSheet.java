package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import java.util.ArrayList;
import java.util.Optional;

/// Has a text-only teacher answer the questions that have no reference, from captions and boxes, as
/// the paper's upper bound was made. Keeps each answer as it comes.
record ReferenceSheet(Benchmark benchmark, Journal kept) {
    private static final int LONGEST = 300;

    private static final String RULE =
            """
            You are shown a picture in words: sentences about it first, then objects with their places as [left, top, right, \
            bottom], in parts of the width and height. Answer the question as somebody who sees the picture. Say only what is \
            certain from the description, do not mention that there is one, and give no coordinates.\
            """;

    /// @return the benchmark with all references; empty when cancelled
    Optional<Benchmark> fill(ChatModel teacher, CancelToken cancel)
            throws EngineException, TeacherException {
        var items = new ArrayList<BenchmarkItem>();
        for (var item : benchmark.items()) {
            if (item.task() instanceof Task.Open(var kind, var own) && own.isEmpty()) {
                if (kept.find(item.id()).isEmpty() && !ask(teacher, item, cancel)) {
                    return Optional.empty();
                }
                String answer = kept.find(item.id()).orElseThrow().path("text").asString("");
                items.add(
                        new BenchmarkItem(
                                item.id(),
                                item.picture(),
                                item.question(),
                                new Task.Open(
                                        kind,
                                        Optional.of(answer).filter(text -> !text.isBlank()))));
            } else {
                items.add(item);
            }
        }
        return Optional.of(benchmark.withItems(items));
    }

    private boolean ask(ChatModel teacher, BenchmarkItem item, CancelToken cancel)
            throws EngineException, TeacherException {
        String text =
                String.join(
                        "\n\n",
                        RULE,
                        "[Picture]\n" + SymbolText.of(benchmark.scene(item)),
                        "[Question]\n" + item.question().strip());
        var answer = teacher.reply(Prompt.of(text, LONGEST), cancel);
        if (answer.isEmpty()) {
            return false;
        }
        var row = Journal.row();
        row.put("question_id", item.id());
        row.put("text", answer.get());
        row.put("teacher", teacher.name());
        kept.add(item.id(), row);
        return true;
    }
}
