package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.progress.CancelToken;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes conversations of [BalancedQuestions] alone, each answered with a word: what teaches a
/// model to look rather than to guess.
public final class BalancedTeacher implements Teacher {
    private final Map<Path, List<Question>> byPicture = new HashMap<>();
    private final int each;

    /// What is asked about one picture.
    private sealed interface Question {
        SpokenThing thing();
    }

    private record Whether(SpokenThing thing, boolean present) implements Question {}

    private record HowMany(SpokenThing thing, int count) implements Question {}

    /// @param scenes all that lessons will be about: balance is kept over them
    /// @param each questions a picture at most
    public BalancedTeacher(List<Scene> scenes, int each, long seed) {
        this.each = each;
        var drawn = BalancedQuestions.draw(scenes, each, seed);
        drawn.presence()
                .forEach(asked ->
                        add(
                                asked.picture(),
                                new Whether(SpokenThing.of(asked.category()), asked.present())));
        drawn.counts()
                .forEach(asked ->
                        add(
                                asked.picture(),
                                new HowMany(SpokenThing.of(asked.category()), asked.count())));
    }

    private void add(Path picture, Question question) {
        byPicture.computeIfAbsent(picture, _ -> new ArrayList<>()).add(question);
    }

    /// With how many questions a picture: rows of another number do not go on with these.
    @Override
    public String name() {
        return SymbolicTeacher.NAME + " balanced " + each;
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Taught teach(Lesson lesson, CancelToken cancel) {
        var asked = byPicture.getOrDefault(lesson.scene().picture(), List.of());
        if (asked.isEmpty() || lesson.kind() != SampleType.CONVERSATION) {
            return new Taught.Nothing(Why.TOO_LITTLE_KNOWN, "no question was drawn for it");
        }
        var speaker = new Speaker(lesson);
        var turns =
                speaker.shuffled(asked).stream()
                        .flatMap(question -> exchange(question, speaker).turns().stream())
                        .toList();
        return new Taught.Turns(turns, Phrases.VERSION, Optional.empty());
    }

    private static Exchange exchange(Question question, Speaker speaker) {
        var noun = question.thing().noun();
        var values = speaker.wording().one(Tally.absent(noun));
        values.put("x.a", question.thing().some());
        return switch (question) {
            case Whether(var _, var present) ->
                    new Exchange(
                            speaker.say("present.short.ask", values),
                            speaker.say("present.short." + (present ? "yes" : "no"), values));
            case HowMany(var _, var count) -> {
                values.put("x.num", speaker.wording().numeral(count));
                yield speaker.exchange("count.short", values);
            }
        };
    }
}
