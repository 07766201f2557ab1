package dev.nunchi.app.task;

import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.JobHandle.Outcome;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last line of defence: whatever a job throws becomes a problem in the person's language, and
/// the program lives.
public final class Boundary {
    private static final Logger LOG = LoggerFactory.getLogger(Boundary.class);

    private final ErrorMessages errors;
    private final ErrorReports reports;

    public Boundary(Messages messages, ErrorReports reports) {
        this.errors = new ErrorMessages(messages);
        this.reports = reports;
    }

    <T> Outcome<T> run(Job<T> job, JobContext context) {
        try {
            return new Outcome.Succeeded<>(job.work().run(context));
        } catch (EngineException e) {
            log(job, e);
            return new Outcome.Failed<>(errors.of(e));
        } catch (StoreException e) {
            log(job, e);
            return new Outcome.Failed<>(errors.of(e));
        } catch (RemoteException e) {
            log(job, e);
            return new Outcome.Failed<>(errors.of(e));
        } catch (ServerException e) {
            log(job, e);
            return new Outcome.Failed<>(errors.of(e));
        } catch (DownloadException e) {
            log(job, e);
            return new Outcome.Failed<>(errors.of(e));
        } catch (TeacherException e) {
            log(job, e);
            return new Outcome.Failed<>(errors.of(e));
        } catch (RuntimeException | Error e) {
            log(job, e);
            String detail =
                    reports.save(job.title(), e)
                            .map(Object::toString)
                            .orElseGet(() -> e.getClass().getName());
            return new Outcome.Failed<>(errors.unexpected(detail));
        }
    }

    // Messages may name files or quote what was typed: they are for those who ask for details.
    private static void log(Job<?> job, Throwable error) {
        LOG.warn("{} ended with {}", job.title(), error.getClass().getName());
        LOG.debug("{}", job.title(), error);
    }
}
