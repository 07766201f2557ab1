package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.progress.CancelToken;

import java.util.List;
import java.util.Optional;

/// Teaches without a language model: counts, places, relations, presence and absence, from boxes
/// and captions. What it says follows from them for certain; sentences vary by chance.
///
/// Absence is said only of categories that the whole source marks ([Universe]) and that neither
/// boxes nor captions of the picture may mean.
public final class SymbolicTeacher implements Teacher {
    /// As provenance has it.
    public static final String NAME = "symbolic";

    private static final int FEWEST_EXCHANGES = 2;

    private final Universe universe;

    public SymbolicTeacher(Universe universe) {
        this.universe = universe;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Taught teach(Lesson lesson, CancelToken cancel) {
        var speaker = new Speaker(lesson);
        var exchanges =
                switch (lesson.kind()) {
                    case CONVERSATION -> conversation(speaker);
                    case DETAIL -> new DetailWriter(speaker).write().stream().toList();
                    case COMPLEX -> new ReasoningWriter(speaker).write().stream().toList();
                    case CAPTION -> caption(speaker).stream().toList();
                };
        return taught(lesson, exchanges);
    }

    /// Gives a caption a question: the paper's simple expansion.
    ///
    /// @param lesson of the kind `CAPTION`
    public static Taught expand(Lesson lesson) {
        return taught(lesson, caption(new Speaker(lesson)).stream().toList());
    }

    private static Taught taught(Lesson lesson, List<Exchange> exchanges) {
        return exchanges.isEmpty()
                ? new Taught.Nothing(
                        Why.TOO_LITTLE_KNOWN,
                        "%d captions and %d boxes are too few for %s"
                                .formatted(
                                        lesson.scene().captions().size(),
                                        lesson.scene().boxes().size(),
                                        lesson.kind().word()))
                : new Taught.Turns(turns(exchanges), Phrases.VERSION, Optional.empty());
    }

    private List<Exchange> conversation(Speaker speaker) {
        var exchanges = new ConversationWriter(speaker, universe).write();
        return exchanges.size() < FEWEST_EXCHANGES ? List.of() : exchanges;
    }

    private static Optional<Exchange> caption(Speaker speaker) {
        var captions = speaker.captions();
        if (captions.isEmpty()) {
            return Optional.empty();
        }
        String caption = captions.get(speaker.random().nextInt(captions.size()));
        return Optional.of(new Exchange(speaker.instruction(Speaker.Length.BRIEF), caption));
    }

    private static List<SampleTurn> turns(List<Exchange> exchanges) {
        return exchanges.stream().flatMap(exchange -> exchange.turns().stream()).toList();
    }
}
