package dev.nunchi.app.ui.train;

import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Small versions of pictures that stay where they are.
final class FilePictures {
    private final PictureService pictures;
    private final JobRunner jobs;

    FilePictures(PictureService pictures, JobRunner jobs) {
        this.pictures = pictures;
        this.jobs = jobs;
    }

    /// Gives the address of an image file, later, on the thread of the window; nothing if the
    /// picture cannot be read any more, which the runner logs.
    ///
    /// @param maxSide longest side in pixels
    void request(Path source, int maxSide, Consumer<URI> whenThere) {
        jobs.run(Job.of("make a thumbnail", _ -> pictures.thumbnail(source, maxSide).toUri()))
                .onSuccess(whenThere);
    }
}
