package dev.nunchi.app.teach;

import dev.nunchi.app.parallel.ParallelExecutor;
import dev.nunchi.app.teach.RowJournal.Then;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Has a teacher write about all pictures of a source, and keeps each row as it comes.
///
/// Until the file is whole its rows lie beside it, in `NAME.unfinished`. The same generation begun
/// again goes on with them: after a pause, a kill or a failure nothing is written twice. Lessons
/// that failed are left for the next time, those of which too little is known are not.
public final class Generation {
    private final Plan plan;
    private final Teacher teacher;
    private final Optional<Captioner> captioner;
    private final InstantSource clock;
    private final Map<Path, Scene> completed = new ConcurrentHashMap<>();

    /// What is to be written.
    ///
    /// @param scenes of pictures that `out` [can name][InstructionWriter#canName]
    /// @param kinds in the order in which they are written of each picture
    /// @param out a file of instruction rows
    public record Plan(
            List<Scene> scenes,
            List<SampleType> kinds,
            TeachingLanguage language,
            long seed,
            Path out) {
        public Plan {
            scenes = List.copyOf(scenes);
            kinds = List.copyOf(kinds);
        }

        /// How many lessons that makes.
        public int lessons() {
            return scenes.size() * kinds.size();
        }
    }

    /// Hears how far it is, on the thread that runs it.
    @FunctionalInterface
    public interface Watcher {
        void heard(GenerationState state);
    }

    /// @param teacher closed by the caller
    /// @param captioner for pictures of which nothing is known; empty to pass over them
    public Generation(
            Plan plan, Teacher teacher, Optional<Captioner> captioner, InstantSource clock) {
        this.plan = plan;
        this.teacher = teacher;
        this.captioner = captioner;
        this.clock = clock;
    }

    private record Outcome(Lesson lesson, Taught taught) {}

    /// Runs until all is written, or until it is cancelled.
    ///
    /// @return whether all is written is [GenerationState#isWhole]; the file is in place then
    /// @throws TeacherException if the teacher cannot go on; rows so far are kept
    /// @throws EngineException if the files cannot be read or written
    public GenerationState run(Watcher watcher, CancelToken cancel)
            throws TeacherException, EngineException {
        try (var journal = RowJournal.open(plan.out(), header())) {
            var state = new GenerationState.Counter(plan.lessons(), journal.ids().size());
            watcher.heard(state.now());
            new ParallelExecutor(teacher.concurrency(), cancel)
                    .run(
                            lessons(journal),
                            lesson -> teach(lesson, cancel),
                            outcome -> {
                                keep(outcome, journal, state);
                                watcher.heard(state.now());
                            });
            if (!cancel.isCancelled()) {
                journal.publish(state.now().has(Why.FAILED) ? Then.KEEP : Then.DELETE);
            }
            return state.now();
        }
    }

    /// Writes the first rows as [#run] would, and keeps none.
    ///
    /// @param most rows, 1 or more; fewer if the plan has no more, or when cancelled
    public List<InstructionRow> preview(int most, CancelToken cancel) throws TeacherException {
        var rows = new ArrayList<InstructionRow>();
        for (var scene : plan.scenes()) {
            for (var kind : plan.kinds()) {
                if (rows.size() == most || cancel.isCancelled()) {
                    return rows;
                }
                var outcome = teach(lesson(scene, kind), cancel);
                if (outcome.taught() instanceof Taught.Turns turns) {
                    rows.add(row(outcome.lesson(), turns));
                }
            }
        }
        return rows;
    }

    /// What must be the same for rows to belong together.
    private RowJournal.Header header() {
        return new RowJournal.Header(teacherName(), plan.language(), plan.seed());
    }

    private String teacherName() {
        return captioner
                .map(by -> teacher.name() + " (captions by " + by.name() + ")")
                .orElse(teacher.name());
    }

    private Iterator<Lesson> lessons(RowJournal journal) {
        return plan.scenes().stream()
                .flatMap(scene -> plan.kinds().stream().map(kind -> lesson(scene, kind)))
                .filter(lesson -> !journal.ids().contains(lesson.id()))
                .iterator();
    }

    private Lesson lesson(Scene scene, SampleType kind) {
        String id = InstructionWriter.name(plan.out(), scene.picture()) + "#" + kind.word();
        return new Lesson(id, scene, kind, plan.language(), seed(id));
    }

    /// Different for each lesson, the same for the same one in whatever source it stands.
    private long seed(String id) {
        long hash = plan.seed();
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001B3L; // FNV-1a
        }
        return hash;
    }

    private Outcome teach(Lesson lesson, CancelToken cancel) throws TeacherException {
        var known = completed(lesson, cancel);
        return new Outcome(known, teacher.teach(known, cancel));
    }

    private Lesson completed(Lesson lesson, CancelToken cancel) throws TeacherException {
        var scene = lesson.scene();
        if (captioner.isEmpty() || !scene.captions().isEmpty() || !scene.boxes().isEmpty()) {
            return lesson;
        }
        Scene known = completed.get(scene.picture());
        if (known == null) {
            known = captioner.get().complete(scene, cancel);
            completed.clear();
            completed.put(scene.picture(), known);
        }
        return new Lesson(lesson.id(), known, lesson.kind(), lesson.language(), lesson.seed());
    }

    private void keep(Outcome outcome, RowJournal journal, GenerationState.Counter state)
            throws EngineException {
        switch (outcome.taught()) {
            case Taught.Turns turns -> {
                journal.append(row(outcome.lesson(), turns));
                state.row(outcome.lesson().kind());
            }
            case Taught.Nothing(Why why, String _) -> state.nothing(why);
        }
    }

    private InstructionRow row(Lesson lesson, Taught.Turns turns) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new InstructionRow(
                lesson.id(),
                lesson.scene(),
                lesson.kind(),
                turns.turns(),
                new Provenance(
                        teacherName(), turns.prompts(), lesson.seed(), now, turns.request()));
    }
}
