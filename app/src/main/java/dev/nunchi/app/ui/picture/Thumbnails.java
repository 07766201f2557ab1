package dev.nunchi.app.ui.picture;

import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.error.EngineException;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Small versions of pictures for the window. A photograph's full pixels would take hundreds of
/// megabytes in a long conversation.
///
/// A request gives the address of an image file, later, on the thread of the window; nothing if the
/// picture cannot be read any more, which the runner logs.
public final class Thumbnails {
    private final PictureService pictures;
    private final JobRunner runner;

    public Thumbnails(PictureService pictures, JobRunner runner) {
        this.pictures = pictures;
        this.runner = runner;
    }

    /// @param maxSide longest side in pixels
    public void request(StoredPicture picture, int maxSide, Consumer<URI> whenThere) {
        make(() -> pictures.thumbnail(picture, maxSide)).onSuccess(whenThere);
    }

    /// As [#request(StoredPicture, int, Consumer)], of a picture that stays where it is.
    public void request(Path source, int maxSide, Consumer<URI> whenThere) {
        make(() -> pictures.thumbnail(source, maxSide)).onSuccess(whenThere);
    }

    /// Gives a file of a picture under the name that the person knows, later.
    public void export(StoredPicture picture, Consumer<Path> whenThere) {
        runner.run(Job.of("copy a picture", _ -> pictures.export(picture))).onSuccess(whenThere);
    }

    private JobHandle<URI> make(Making making) {
        return runner.run(Job.of("make a thumbnail", _ -> making.file().toUri()));
    }

    private interface Making {
        Path file() throws EngineException;
    }
}
