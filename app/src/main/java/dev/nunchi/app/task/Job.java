package dev.nunchi.app.task;

import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;

/// A piece of work that may take long.
///
/// @param title for logs and the strip of running jobs; holds nothing that the person typed
public record Job<T>(String title, Work<T> work) {
    /// The work itself; runs on a background thread.
    @FunctionalInterface
    public interface Work<T> {
        /// @return also when cancelled, with what there is by then
        T run(JobContext context)
                throws EngineException,
                        StoreException,
                        RemoteException,
                        DownloadException,
                        ServerException,
                        TeacherException;
    }

    public static <T> Job<T> of(String title, Work<T> work) {
        return new Job<>(title, work);
    }
}
