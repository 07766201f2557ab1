package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import tools.jackson.databind.node.ObjectNode;

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
    Optional<Benchmark> fill(ChatModel teacher, RowWork.Count count, CancelToken cancel)
            throws EngineException, TeacherException {
        var rows =
                benchmark.open().stream()
                        .filter(ReferenceSheet::isMissing)
                        .map(item ->
                                new RowWork.Row(item.id(), () -> answer(teacher, item, cancel)))
                        .toList();
        return new RowWork(rows, kept).run(teacher, count, cancel)
                ? Optional.of(
                        benchmark.withItems(
                                benchmark.items().stream().map(this::withReference).toList()))
                : Optional.empty();
    }

    /// How many questions have no reference.
    static int missing(Benchmark benchmark) {
        return (int) benchmark.open().stream().filter(ReferenceSheet::isMissing).count();
    }

    private static boolean isMissing(BenchmarkItem item) {
        return item.task() instanceof Task.Open(_, var own) && own.isEmpty();
    }

    private BenchmarkItem withReference(BenchmarkItem item) {
        if (!(item.task() instanceof Task.Open(var kind, var own)) || own.isPresent()) {
            return item;
        }
        var text =
                kept.find(item.id())
                        .map(row -> row.path("text").asString(""))
                        .filter(answer -> !answer.isBlank());
        return new BenchmarkItem(
                item.id(), item.picture(), item.question(), new Task.Open(kind, text));
    }

    private Optional<ObjectNode> answer(ChatModel teacher, BenchmarkItem item, CancelToken cancel)
            throws EngineException, TeacherException {
        String text =
                String.join(
                        "\n\n",
                        RULE,
                        "[Picture]\n" + SymbolText.of(benchmark.scene(item)),
                        "[Question]\n" + item.question().strip());
        return teacher.reply(Prompt.of(text, LONGEST), cancel)
                .map(answer ->
                        Journal.row()
                                .put("question_id", item.id())
                                .put("text", answer)
                                .put("teacher", teacher.name()));
    }
}
