package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.Draft;
import dev.nunchi.app.service.PicturePart;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.DraftPicture.Status;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The question that is being written. Pictures are read as soon as they come and shown to the
/// model ahead of the question, so that the answer need not wait for them.
public final class DraftViewModel {
    private final ChatService chats;
    private final PictureService pictureService;
    private final JobRunner runner;
    private final StringProperty text = new SimpleStringProperty("");
    private final ObservableList<DraftPicture> pictures =
            FXCollections.observableArrayList(
                    picture -> new Observable[] {picture.statusProperty()});
    private final ObservableList<DraftPicture> shownPictures =
            FXCollections.unmodifiableObservableList(pictures);
    private final ReadOnlyObjectWrapper<Optional<TurnItem>> edited =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Content setAside = new Content("", List.of());
    private boolean modelSeesPictures;

    /// What a draft holds.
    private record Content(String text, List<DraftPicture> pictures) {}

    DraftViewModel(ChatServices services, JobRunner runner) {
        this.chats = services.chats();
        this.pictureService = services.pictures();
        this.runner = runner;
    }

    public StringProperty textProperty() {
        return text;
    }

    /// In the order in which the model is to see them; also changes when one's status does.
    public ObservableList<DraftPicture> pictures() {
        return shownPictures;
    }

    /// The question that the draft will replace, if one is being edited.
    public ReadOnlyObjectProperty<Optional<TurnItem>> editedProperty() {
        return edited.getReadOnlyProperty();
    }

    /// The last picture's problem, until it is dismissed.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public void dismissProblem() {
        problem.set(Optional.empty());
    }

    public void addFiles(List<Path> files) {
        for (var file : files) {
            add(String.valueOf(file.getFileName()), _ -> pictureService.add(file));
        }
    }

    /// Adds pixels that have no file.
    ///
    /// @param name what the person will know the picture by
    public void addBitmap(Bitmap bitmap, String name) {
        add(
                name,
                _ -> {
                    var pixels =
                            new Picture(bitmap.width(), bitmap.height(), bitmap.rgb(), "PNG", "");
                    return pictureService.add(PictureEncoder.png(pixels), name);
                });
    }

    /// Adds a part of a picture as a picture of its own.
    ///
    /// @param name what the person will know it by
    public void addPart(StoredPicture whole, PicturePart part, String name) {
        add(name, _ -> pictureService.cut(whole, part, name));
    }

    private void add(String name, Job.Work<StoredPicture> read) {
        var picture = new DraftPicture(name);
        pictures.add(picture);
        var job = runner.run(Job.of("read a picture", read));
        picture.worksOn(job);
        job.onSuccess(
                        stored -> {
                            picture.keptAs(stored);
                            showToModel(picture);
                        })
                .onFailure(failure -> fail(picture, failure));
    }

    private void showToModel(DraftPicture picture) {
        var stored = picture.getPicture();
        if (!modelSeesPictures || stored.isEmpty() || !pictures.contains(picture)) {
            return;
        }
        picture.become(new Status.Encoding(0, 0));
        var job =
                runner.run(
                        Job.of(
                                "look at a picture",
                                context -> {
                                    chats.prepare(stored.get(), context, context.cancel());
                                    return stored.get();
                                }));
        picture.worksOn(job);
        job.onProgress(progress ->
                        picture.become(new Status.Encoding(progress.done(), progress.total())))
                .onSuccess(_ -> picture.become(new Status.Ready()))
                .onFailure(failure -> fail(picture, failure));
    }

    private void fail(DraftPicture picture, Problem failure) {
        picture.become(new Status.Failed(failure));
        if (pictures.contains(picture)) {
            problem.set(Optional.of(failure));
        }
    }

    public void remove(DraftPicture picture) {
        picture.cancel();
        pictures.remove(picture);
        if (picture.getStatus() instanceof Status.Failed(Problem own)
                && problem.get().filter(own::equals).isPresent()) {
            dismissProblem();
        }
    }

    /// Moves a picture to another place.
    ///
    /// @param to new index; beyond the ends counts as the end
    public void move(DraftPicture picture, int to) {
        int from = pictures.indexOf(picture);
        int target = Math.clamp(to, 0, Math.max(0, pictures.size() - 1));
        if (from >= 0 && from != target) {
            var reordered = new ArrayList<>(pictures);
            reordered.add(target, reordered.remove(from));
            // At once: nobody shall see the draft without the picture.
            pictures.setAll(reordered);
        }
    }

    /// Takes a question of the conversation as draft; what was written is set aside.
    void edit(TurnItem question) {
        if (edited.get().isEmpty()) {
            setAside = new Content(text.get(), List.copyOf(pictures));
        }
        edited.set(Optional.of(question));
        show(
                new Content(
                        question.getText(),
                        question.pictures().stream().map(DraftPicture::new).toList()));
    }

    /// Leaves the question as it is and brings back what was written before.
    public void cancelEdit() {
        if (edited.get().isPresent()) {
            edited.set(Optional.empty());
            show(setAside);
            setAside = new Content("", List.of());
        }
    }

    private void show(Content content) {
        text.set(content.text());
        pictures.setAll(content.pictures());
    }

    /// The draft as it can be asked now.
    Draft current() {
        return new Draft(
                text.get().strip(),
                pictures.stream().flatMap(picture -> picture.getPicture().stream()).toList());
    }

    /// Why it cannot be asked, as far as that lies in the draft.
    ///
    /// @param modelHasEyes whether the model takes pictures
    Optional<Blocker> blocker(boolean modelHasEyes) {
        if (!pictures.isEmpty() && !modelHasEyes) {
            return Optional.of(Blocker.NO_EYES);
        }
        if (pictures.stream().anyMatch(p -> p.getStatus() instanceof Status.Failed)) {
            return Optional.of(Blocker.FAILED_PICTURE);
        }
        if (pictures.stream().anyMatch(p -> p.getStatus() instanceof Status.Reading)) {
            return Optional.of(Blocker.READING_PICTURE);
        }
        return text.get().isBlank() ? Optional.of(Blocker.NO_QUESTION) : Optional.empty();
    }

    /// Empties the draft because it was asked; brings back what an edit had set aside.
    void sent() {
        edited.set(Optional.empty());
        show(setAside);
        setAside = new Content("", List.of());
        dismissProblem();
    }

    /// Brings a draft back that could not be asked.
    void restore(Draft draft) {
        show(new Content(draft.text(), draft.pictures().stream().map(DraftPicture::new).toList()));
    }

    /// Pictures that wait are shown to a model as soon as there is one that sees.
    void modelSees(boolean sees) {
        modelSeesPictures = sees;
        List.copyOf(pictures).forEach(this::showToModel);
    }
}
