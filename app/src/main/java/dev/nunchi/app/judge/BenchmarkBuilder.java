package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.symbolic.GoldQuestions;
import dev.nunchi.app.teach.symbolic.SymbolicTeacher;
import dev.nunchi.app.teach.symbolic.Universe;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
            String key = String.format(Locale.ROOT, "%03d", chosen.size() + 1);
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

    /// Whether and how many things are there, from boxes.
    private List<BenchmarkItem> counted(Map<String, Scene> chosen) {
        var keys = new HashMap<Path, String>();
        chosen.forEach((key, scene) -> keys.put(scene.picture(), key));
        var scenes = List.copyOf(chosen.values());
        var items = new ArrayList<BenchmarkItem>();
        for (var asked : GoldQuestions.presence(scenes, presence, seed)) {
            String key = String.valueOf(keys.get(asked.picture()));
            items.add(
                    new BenchmarkItem(
                            key + "/presence/" + asked.category(),
                            key,
                            "Is there %s in the image?".formatted(asked.thing()),
                            new Task.Presence(asked.present())));
        }
        for (var asked : GoldQuestions.counts(scenes, 1, seed)) {
            String key = String.valueOf(keys.get(asked.picture()));
            items.add(
                    new BenchmarkItem(
                            key + "/count/" + asked.category(),
                            key,
                            "How many %s are in the image?".formatted(asked.things()),
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
