package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.progress.CancelToken;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A small benchmark, and models that follow a script.
public final class Bench {
    public static final List<String> THINGS = List.of("dog", "cat", "zebra", "pizza");

    private Bench() {}

    /// Four pictures, each of one thing, with a question of each kind; each reference names the
    /// thing.
    public static Benchmark benchmark() {
        var scenes = new LinkedHashMap<String, Scene>();
        var items = new ArrayList<BenchmarkItem>();
        for (String thing : THINGS) {
            scenes.put(
                    thing,
                    new Scene(
                            Path.of(thing + ".png"),
                            List.of("A " + thing + " on grass."),
                            List.of(new Box(thing, 0, 0, 0.5, 1))));
            for (var kind :
                    List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX)) {
                items.add(
                        new BenchmarkItem(
                                thing + "/" + kind.word(),
                                thing,
                                "What is it? (" + kind.word() + ")",
                                new Task.Open(kind, Optional.of("There is a " + thing + "."))));
            }
        }
        return new Benchmark("four", scenes, items);
    }

    /// A model that counts how often it is asked.
    public static final class Scripted implements ChatModel {
        private final String name;
        private final Function<Prompt, String> script;
        int asked;

        /// After so many replies it fails as a killed program does; nothing is written after that.
        int killedAfter = Integer.MAX_VALUE;

        public Scripted(String name, Function<Prompt, String> script) {
            this.name = name;
            this.script = script;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> reply(Prompt prompt, CancelToken cancel) {
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            if (asked == killedAfter) {
                throw new IllegalStateException("killed");
            }
            asked++;
            return Optional.of(script.apply(prompt));
        }

        public Candidate.Asked candidate() {
            return new Candidate.Asked(name, () -> this);
        }
    }

    /// Names the thing on the picture that it is shown.
    public static Scripted seeing() {
        return new Scripted(
                "seeing",
                prompt ->
                        prompt.picture()
                                .map(file ->
                                        "There is a "
                                                + file.getFileName()
                                                        .toString()
                                                        .replace(".png", "."))
                                .orElse("I see nothing."));
    }

    /// Gives 9 to an answer that names what the description names, else 3.
    public static Scripted honestJudge() {
        return new Scripted(
                "honest",
                prompt -> {
                    String thing = thing(section(prompt.text(), "[Picture]", "[Question]"));
                    return "%d %d\nSo it is."
                            .formatted(
                                    score(
                                            prompt.text(),
                                            "[Assistant 1]",
                                            "[End of Assistant 1]",
                                            thing),
                                    score(
                                            prompt.text(),
                                            "[Assistant 2]",
                                            "[End of Assistant 2]",
                                            thing));
                });
    }

    private static int score(String text, String from, String to, String thing) {
        return section(text, from, to).contains(thing) ? 9 : 3;
    }

    private static String thing(String description) {
        return THINGS.stream().filter(description::contains).findFirst().orElseThrow();
    }

    private static String section(String text, String from, String to) {
        return text.substring(text.indexOf(from), text.indexOf(to));
    }
}
