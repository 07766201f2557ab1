package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.symbolic.BalancedQuestions;
import dev.nunchi.app.teach.symbolic.GoldQuestions;
import dev.nunchi.app.teach.symbolic.GoldQuestions.Count;
import dev.nunchi.app.teach.symbolic.GoldQuestions.Presence;
import dev.nunchi.app.teach.symbolic.SymbolicTeacher;
import dev.nunchi.app.teach.symbolic.Universe;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Makes a benchmark as the paper made LLaVA-Bench (COCO): pictures drawn at random, and for each
/// one question of each kind, with the answer of a teacher who knows captions and boxes; and
/// questions whether things are there.
///
/// @param pictures how many are wanted; the paper has 30
/// @param presence at most so many pairs of yes and no for each picture
public record BenchmarkBuilder(int pictures, int presence, TeachingLanguage language, long seed) {
    private static final List<SampleType> KINDS =
            List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX);

    /// 30 pictures, three pairs each.
    public static BenchmarkBuilder defaults() {
        return new BenchmarkBuilder(30, 3, TeachingLanguage.EN, 0);
    }

    public BenchmarkBuilder withPictures(int count) {
        return new BenchmarkBuilder(count, presence, language, seed);
    }

    public BenchmarkBuilder withSeed(long value) {
        return new BenchmarkBuilder(pictures, presence, language, value);
    }

    /// @param scenes of which those are used that the teacher can write all kinds about
    /// @return of fewer pictures if there are not as many; without items if there are none; empty
    ///   when cancelled
    public Optional<Benchmark> build(
            String name, List<Scene> scenes, Teacher teacher, CancelToken cancel)
            throws TeacherException {
        var order = new ArrayList<>(scenes);
        Collections.shuffle(order, new Random(seed));
        var chosen = new LinkedHashMap<String, Scene>();
        var items = new ArrayList<BenchmarkItem>();
        for (var scene : order) {
            if (chosen.size() == pictures) {
                break;
            }
            String key = key(chosen.size());
            var taught = taught(key, scene, teacher, cancel);
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            if (taught.size() == KINDS.size()) {
                chosen.put(key, scene);
                items.addAll(taught);
            }
        }
        items.addAll(counted(chosen));
        return Optional.of(new Benchmark(name, chosen, items));
    }

    /// Builds with the symbolic teacher and writes the benchmark as a folder, if it has items.
    ///
    /// @return as the other; empty when cancelled
    public Optional<Benchmark> build(Scenes source, Path folder, CancelToken cancel)
            throws EngineException, TeacherException {
        var teacher = new SymbolicTeacher(new Universe(source.scenes()));
        String name = String.valueOf(folder.getFileName());
        var built = build(name, source.scenes(), teacher, cancel);
        if (built.isEmpty() || cancel.isCancelled()) {
            return Optional.empty();
        }
        if (!built.get().items().isEmpty()) {
            BenchmarkWriter.write(built.get(), folder);
        }
        return built;
    }

    /// Builds of [BalancedQuestions] alone, whose words say nothing of their answers, and writes
    /// the benchmark as a folder, if it has items.
    ///
    /// @param scenes of which as many as are wanted are drawn; balance is kept over those
    /// @param each questions a picture at most
    public Benchmark buildBalanced(List<Scene> scenes, int each, Path folder)
            throws StorageException {
        var order = new ArrayList<>(scenes);
        Collections.shuffle(order, new Random(seed));
        var drawn =
                BalancedQuestions.draw(
                        order.subList(0, Math.min(pictures, order.size())), each, seed);
        var asked = new HashSet<Path>();
        drawn.presence().forEach(question -> asked.add(question.picture()));
        drawn.counts().forEach(question -> asked.add(question.picture()));
        var chosen = new LinkedHashMap<String, Scene>();
        order.stream()
                .filter(scene -> asked.contains(scene.picture()))
                .forEach(scene -> chosen.put(key(chosen.size()), scene));
        var benchmark =
                new Benchmark(
                        String.valueOf(folder.getFileName()),
                        chosen,
                        items(
                                chosen,
                                drawn.presence(),
                                drawn.counts(),
                                new Demand(" Answer yes or no.", " Answer with a number.")));
        if (!benchmark.items().isEmpty()) {
            BenchmarkWriter.write(benchmark, folder);
        }
        return benchmark;
    }

    /// What a question adds about the form of its answer.
    private record Demand(String presence, String count) {}

    /// A picture's key by its place.
    private static String key(int index) {
        return String.format(Locale.ROOT, "%03d", index + 1);
    }

    /// Whether and how many things are there, from boxes.
    private List<BenchmarkItem> counted(Map<String, Scene> chosen) {
        var scenes = List.copyOf(chosen.values());
        return items(
                chosen,
                GoldQuestions.presence(scenes, presence, seed),
                GoldQuestions.counts(scenes, 1, seed),
                new Demand("", ""));
    }

    private static List<BenchmarkItem> items(
            Map<String, Scene> chosen, List<Presence> presence, List<Count> counts, Demand demand) {
        var keys = new HashMap<Path, String>();
        chosen.forEach((key, scene) -> keys.put(scene.picture(), key));
        var items = new ArrayList<BenchmarkItem>();
        for (var asked : presence) {
            String key = String.valueOf(keys.get(asked.picture()));
            items.add(
                    new BenchmarkItem(
                            key + "/presence/" + asked.category(),
                            key,
                            "Is there %s in the image?".formatted(asked.thing())
                                    + demand.presence(),
                            new Task.Presence(asked.present())));
        }
        for (var asked : counts) {
            String key = String.valueOf(keys.get(asked.picture()));
            items.add(
                    new BenchmarkItem(
                            key + "/count/" + asked.category(),
                            key,
                            "How many %s are in the image?".formatted(asked.things())
                                    + demand.count(),
                            new Task.Exact(List.of(String.valueOf(asked.count())))));
        }
        return items;
    }

    private List<BenchmarkItem> taught(String key, Scene scene, Teacher teacher, CancelToken cancel)
            throws TeacherException {
        var items = new ArrayList<BenchmarkItem>();
        for (var kind : KINDS) {
            String id = key + "/" + kind.word();
            var lesson = new Lesson(id, scene, kind, language, seed + id.hashCode());
            if (teacher.teach(lesson, cancel) instanceof Taught.Turns(var turns, _, _)) {
                int question = turns.getFirst().role() == Role.SYSTEM ? 1 : 0;
                items.add(
                        new BenchmarkItem(
                                id,
                                key,
                                turns.get(question).text(),
                                new Task.Open(kind, Optional.of(turns.get(question + 1).text()))));
            } else {
                return List.of();
            }
        }
        return items;
    }
}
