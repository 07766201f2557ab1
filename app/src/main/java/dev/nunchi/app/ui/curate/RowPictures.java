package dev.nunchi.app.ui.curate;

import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureReader;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Pictures of rows, decoded ahead of need and forgotten soon. Confined to the window's thread.
public final class RowPictures {
    /// As large as the page can draw them on a dense screen.
    private static final int MAX_SIDE = 1280;

    /// Rows to go back without waiting: about 4 MB each.
    private static final int KEPT = 6;

    /// A picture on its way.
    public sealed interface State {
        record Loading() implements State {}

        record There(Picture picture) implements State {}

        /// The file is gone or is no picture.
        record Unreadable(Path file) implements State {}
    }

    private final JobRunner jobs;
    private final Map<Path, State> known = new LinkedHashMap<>(16, 0.75f, true);
    private final ReadOnlyObjectWrapper<State> shown =
            new ReadOnlyObjectWrapper<>(new State.Loading());
    private Optional<Path> wanted = Optional.empty();

    public RowPictures(JobRunner jobs) {
        this.jobs = jobs;
    }

    /// The picture of the row before the reviewer.
    public ReadOnlyObjectProperty<State> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    void show(Path file) {
        wanted = Optional.of(file);
        var state = Optional.ofNullable(known.get(file));
        shown.set(state.orElseGet(State.Loading::new));
        if (state.isEmpty()) {
            prepare(file);
        }
    }

    /// Decodes a picture that will soon be shown.
    void prepare(Path file) {
        if (known.containsKey(file)) {
            return;
        }
        keep(file, new State.Loading());
        jobs.run(
                        Job.of(
                                "decoding a picture",
                                _ ->
                                        PictureEncoder.scaledToFit(
                                                PictureReader.read(file), MAX_SIDE)))
                .onSuccess(picture -> keep(file, new State.There(picture)))
                .onFailure(_ -> keep(file, new State.Unreadable(file)));
    }

    private void keep(Path file, State state) {
        known.put(file, state);
        while (known.size() > KEPT) {
            var eldest = known.keySet().iterator().next();
            known.remove(eldest);
        }
        if (wanted.equals(Optional.of(file))) {
            shown.set(state);
        }
    }
}
