package dev.nunchi.app.ui.inspect;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.AnswerDetail;
import dev.nunchi.app.service.SightService;
import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.chat.TurnItem;
import dev.nunchi.engine.chat.PictureUse;
import dev.nunchi.engine.text.Role;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which picture and answer are looked into, and what is known of them.
///
/// Follows the conversation: the last answer, until the person asks about another turn. Does
/// nothing while it is hidden.
public final class InspectorViewModel {
    private final ChatViewModel chat;
    private final SightService sight;
    private final JobRunner runner;
    private final ReadOnlyObjectWrapper<Panel> panel = new ReadOnlyObjectWrapper<>(Panel.HIDDEN);
    private final ReadOnlyObjectWrapper<Subject> subject =
            new ReadOnlyObjectWrapper<>(Subject.NOTHING);
    private final ReadOnlyObjectWrapper<Look> look =
            new ReadOnlyObjectWrapper<>(new Look.Nothing());
    private int asked;

    /// What is looked into.
    ///
    /// @param pictures those of the question, or of the last question before it that had some
    /// @param chosen index of the one that is shown
    /// @param facts of the answer, if there is one
    /// @param detail of an answer that was made since the program started
    public record Subject(
            List<StoredPicture> pictures,
            int chosen,
            Optional<AnswerFacts> facts,
            Optional<AnswerDetail> detail) {
        static final Subject NOTHING =
                new Subject(List.of(), 0, Optional.empty(), Optional.empty());

        public Subject {
            pictures = List.copyOf(pictures);
        }

        public Optional<StoredPicture> picture() {
            return pictures.isEmpty() ? Optional.empty() : Optional.of(pictures.get(chosen));
        }

        /// What the shown picture took in the answer's prompt; empty if that is not known, or if it
        /// was not in the prompt.
        public Optional<PictureUse> use() {
            return detail.flatMap(known ->
                    picture()
                            .flatMap(shown ->
                                    known.pictures().stream()
                                            .filter(use -> use.contentHash().equals(shown.hash()))
                                            .findFirst()));
        }

        /// Whether the conversation was so long that the answer was made without this picture.
        public boolean leftOut() {
            return picture().isPresent() && detail.isPresent() && use().isEmpty();
        }
    }

    /// What the model takes in of the shown picture.
    public sealed interface Look {
        record Nothing() implements Look {}

        record Looking() implements Look {}

        record Seen(SightService.Sight sight) implements Look {}

        record Failed(Problem problem) implements Look {}
    }

    public InspectorViewModel(ChatViewModel chat, SightService sight, JobRunner runner) {
        this.chat = chat;
        this.sight = sight;
        this.runner = runner;
        chat.turns().addListener((ListChangeListener<TurnItem>) _ -> follow());
        chat.stateProperty().subscribe(_ -> follow());
        chat.modelProperty().subscribe(_ -> modelChanged());
        chat.inspectedProperty().subscribe(_ -> follow());
    }

    public ReadOnlyObjectProperty<Subject> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Look> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /// Whether anybody looks; nothing is worked out for nobody.
    public void become(Panel shown) {
        panel.set(shown);
        follow();
    }

    /// Shows another of the question's pictures.
    public void choose(int index) {
        var now = subject.get();
        if (index >= 0 && index < now.pictures().size()) {
            become(new Subject(now.pictures(), index, now.facts(), now.detail()));
        }
    }

    /// Another model sees another part of the picture.
    private void modelChanged() {
        if (panel.get() == Panel.SHOWN) {
            subject.set(find());
            look(subject.get());
        }
    }

    private void follow() {
        if (panel.get() == Panel.SHOWN) {
            become(find());
        }
    }

    private void become(Subject next) {
        var before = subject.get().picture();
        subject.set(next);
        if (!next.picture().equals(before)) {
            look(next);
        }
    }

    private Subject find() {
        var turns = chat.turns();
        int answer = indexOfAnswer(turns);
        var pictures = new ArrayList<StoredPicture>();
        int last = answer < 0 ? turns.size() - 1 : answer;
        for (int i = last; i >= 0 && pictures.isEmpty(); i--) {
            pictures.addAll(turns.get(i).pictures());
        }
        var now = subject.get();
        boolean same = now.pictures().equals(pictures);
        Optional<TurnItem> turn = answer < 0 ? Optional.empty() : Optional.of(turns.get(answer));
        return new Subject(
                pictures,
                same ? now.chosen() : 0,
                turn.flatMap(TurnItem::getFacts),
                turn.flatMap(chat::detailOf));
    }

    /// The turn that the person asked about, or the answer to it; else the last answer.
    private int indexOfAnswer(List<TurnItem> turns) {
        int wanted = chat.inspectedProperty().get().map(turns::indexOf).orElse(-1);
        if (wanted >= 0 && turns.get(wanted).role() == Role.USER) {
            boolean answered = wanted + 1 < turns.size();
            return answered ? wanted + 1 : wanted;
        }
        for (int i = turns.size() - 1; i >= 0 && wanted < 0; i--) {
            if (turns.get(i).role() == Role.ASSISTANT) {
                wanted = i;
            }
        }
        return wanted;
    }

    private void look(Subject at) {
        int question = ++asked;
        if (at.picture().isEmpty()) {
            look.set(new Look.Nothing());
            return;
        }
        look.set(new Look.Looking());
        var picture = at.picture().get();
        int alongside = at.pictures().size();
        runner.run(
                        Job.of(
                                "look at what the model saw",
                                context -> sight.look(picture, alongside, context.cancel())))
                .onSuccess(seen -> answered(question, new Look.Seen(seen)))
                .onFailure(problem -> answered(question, new Look.Failed(problem)));
    }

    private void answered(int question, Look found) {
        if (question == asked) {
            look.set(found);
        }
    }
}
