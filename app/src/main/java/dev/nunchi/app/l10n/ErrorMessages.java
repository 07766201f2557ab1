package dev.nunchi.app.l10n;

import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.nio.file.Path;

/// The one place where errors become sentences.
public final class ErrorMessages {
    private final Messages messages;

    public ErrorMessages(Messages messages) {
        this.messages = messages;
    }

    /// What to tell of an error of the engine.
    public Problem of(EngineException error) {
        return switch (error) {
            case CheckpointException e -> ofCheckpoint(e);
            case UnsupportedModelException e -> ofModel(e);
            case TemplateException e -> ofTemplate(e);
            case PictureException e -> ofPicture(e);
            case DataException e -> problem(e, "error.data", e.source());
            case StorageException e -> ofStorage(e);
            case DeviceException e when e.getCause() instanceof RemoteException elsewhere ->
                    of(elsewhere);
            case DeviceException e -> problem(e, "error.device", e.device());
            case AdapterException e -> ofAdapter(e);
            case TrainingException e -> ofTraining(e);
        };
    }

    /// What to tell of an error of a database.
    public Problem of(StoreException error) {
        return switch (error.reason()) {
            case DISK_FULL -> problem(error, "error.store.diskFull");
            case LOCKED -> problem(error, "error.store.locked");
            case NEWER_SCHEMA -> problem(error, "error.store.newerSchema");
            case DAMAGED -> problem(error, "error.store.damaged");
            case NOT_PERMITTED -> problem(error, "error.store.notPermitted");
            case FAILED -> problem(error, "error.store.failed");
        };
    }

    /// What to tell when a model cannot be downloaded now.
    public Problem of(DownloadException error) {
        String key =
                switch (error.reason()) {
                    case UNREACHABLE -> "error.download.unreachable";
                    case BUSY -> "error.download.busy";
                    case NOT_FOUND -> "error.download.notFound";
                    case NOT_ALLOWED -> "error.download.notAllowed";
                    case BAD_ANSWER -> "error.download.badAnswer";
                    case BAD_REDIRECT -> "error.download.badRedirect";
                    case INCOMPLETE -> "error.download.incomplete";
                    case WRONG_LENGTH -> "error.download.wrongLength";
                    case WRONG_CHECKSUM -> "error.download.wrongChecksum";
                    case NO_SPACE ->
                            error.bytesNeeded() > 0
                                    ? "error.download.noSpace"
                                    : "error.storage.diskFull";
                    case DISK -> "error.storage.failed";
                    case IN_USE -> "error.download.inUse";
                };
        return problem(error, key, error.subject(), messages.formats().bytes(error.bytesNeeded()));
    }

    /// What to tell when a server did not answer as it should.
    public Problem of(RemoteException error) {
        String key =
                switch (error.reason()) {
                    case NO_KEY -> "error.remote.noKey";
                    case UNKNOWN_HOST -> "error.remote.unknownHost";
                    case REFUSED -> "error.remote.refused";
                    case INSECURE -> "error.remote.insecure";
                    case NOT_ALLOWED -> "error.remote.notAllowed";
                    case NOT_FOUND -> "error.remote.notFound";
                    case BUSY -> "error.remote.busy";
                    case QUESTION_TOO_LARGE -> "error.remote.questionTooLarge";
                    case REJECTED -> "error.remote.rejected";
                    case SERVER_FAILED -> "error.remote.serverFailed";
                    case NOT_UNDERSTOOD -> "error.remote.notUnderstood";
                    case CUT -> "error.remote.cut";
                    case STALLED -> "error.remote.stalled";
                    case ANSWER_TOO_LARGE -> "error.remote.answerTooLarge";
                };
        var problem = problem(error, key, error.endpoint(), error.host());
        return error.serverSays().isEmpty()
                ? problem
                : new Problem(
                        problem.sentence()
                                + " "
                                + messages.text("error.remote.says", error.serverSays()),
                        problem.act(),
                        problem.detail());
    }

    /// What to tell when a teacher cannot go on.
    public Problem of(TeacherException error) {
        return switch (error.reason()) {
            case SERVER ->
                    error.cause(RemoteException.class)
                            .map(this::of)
                            .orElseGet(() -> problem(error, "error.teacher.failed"));
            case LEDGER ->
                    error.cause(StoreException.class)
                            .map(this::ofLedger)
                            .orElseGet(() -> problem(error, "error.teacher.failed"));
            case MODEL ->
                    error.cause(EngineException.class)
                            .map(this::of)
                            .orElseGet(() -> problem(error, "error.teacher.failed"));
            case BUDGET -> problem(error, "error.teacher.budget");
        };
    }

    /// What to tell of an error of the ledger of paid requests.
    public Problem ofLedger(StoreException error) {
        return switch (error.reason()) {
            case DISK_FULL -> problem(error, "error.storage.diskFull");
            case LOCKED -> problem(error, "error.ledger.locked");
            case NEWER_SCHEMA -> problem(error, "error.ledger.newerSchema");
            case DAMAGED, NOT_PERMITTED, FAILED -> problem(error, "error.ledger.failed");
        };
    }

    /// What to tell when other programs cannot be answered.
    public Problem of(ServerException error) {
        return switch (error.reason()) {
            case PORT_TAKEN -> problem(error, "error.server.portTaken", error.place());
            case NO_ADDRESS -> problem(error, "error.server.noAddress", error.place());
            case KEY_MISSING -> problem(error, "error.server.keyMissing", error.place());
        };
    }

    /// What to tell when the program itself was wrong.
    ///
    /// @param detail where the report lies, or what is known if there is none
    public Problem unexpected(String detail) {
        return new Problem(
                messages.text("error.unexpected.sentence"),
                messages.text("error.unexpected.act"),
                detail);
    }

    /// What to tell when a window is open that does not answer.
    public Problem alreadyRunning() {
        return new Problem(
                messages.text("error.running.sentence"), messages.text("error.running.act"), "");
    }

    /// What to tell when a damaged database was set aside and a new one begun.
    public Problem databaseSetAside(Path old) {
        return new Problem(
                messages.text("error.databaseSetAside.sentence"),
                messages.text("error.databaseSetAside.act", name(old)),
                old.toString());
    }

    private Problem ofCheckpoint(CheckpointException e) {
        String key =
                switch (e.reason()) {
                    case DAMAGED -> "error.checkpoint";
                    case CONTRADICTION -> "error.checkpoint.contradiction";
                    case MISSING -> "error.checkpoint.missing";
                    case PLACEHOLDER -> "error.checkpoint.placeholder";
                    case BROKEN_LINK -> "error.checkpoint.brokenLink";
                    case ESCAPES -> "error.checkpoint.escapes";
                    case OWN_ADAPTER -> "error.checkpoint.ownAdapter";
                };
        return problem(e, key, name(e.file()));
    }

    private Problem ofModel(UnsupportedModelException e) {
        String key =
                switch (e.reason()) {
                    case FEATURE -> "error.unsupportedModel";
                    case OTHER_PACKING -> "error.model.otherPacking";
                    case NO_MODEL -> "error.model.none";
                    case ARCHIVE -> "error.model.archive";
                    case WEIGHTS_ALONE -> "error.model.weightsAlone";
                    case PICTURE_MAKER -> "error.model.pictureMaker";
                    case ADAPTER -> "error.model.adapter";
                    case CODE -> "error.model.code";
                    case BLIND -> "error.model.blind";
                    case NO_TEMPLATE -> "error.model.noTemplate";
                    case PACKED -> "error.model.packed";
                };
        return problem(e, key, e.what());
    }

    private Problem ofTemplate(TemplateException e) {
        return switch (e.reason()) {
            case REFUSED -> problem(e, "error.template", e.line());
            case PICTURES_LOST -> problem(e, "error.template.picturesLost");
        };
    }

    private Problem ofPicture(PictureException e) {
        return switch (e.reason()) {
            case UNSUPPORTED_FORMAT ->
                    e.format().isPresent()
                            ? problem(e, "error.picture.named", e.source(), e.format().get())
                            : problem(e, "error.picture.format", e.source());
            case DAMAGED -> problem(e, "error.picture.damaged", e.source());
            case TOO_LARGE -> problem(e, "error.picture.tooLarge", e.source());
            case UNREADABLE -> problem(e, "error.picture.unreadable", e.source());
        };
    }

    private Problem ofAdapter(AdapterException e) {
        return switch (e.reason()) {
            case DAMAGED -> problem(e, "error.adapter.damaged", e.adapter());
            case UNSUPPORTED -> problem(e, "error.adapter.unsupported", e.adapter());
            case OTHER_BASE -> problem(e, "error.adapter.otherBase", e.adapter());
            case DOES_NOT_FIT -> problem(e, "error.adapter.doesNotFit", e.adapter());
        };
    }

    private Problem ofTraining(TrainingException e) {
        return switch (e.reason()) {
            case NO_SAMPLES -> problem(e, "error.training.noSamples");
            case NOTHING_TO_TRAIN -> problem(e, "error.training.nothingToTrain");
            case TOO_LARGE -> problem(e, "error.training.tooLarge");
            case DIVERGED -> problem(e, "error.training.diverged", e.run());
            case MODEL_GONE -> problem(e, "error.training.modelGone", e.run());
            case OTHER_MODEL -> problem(e, "error.training.otherModel", e.run());
            case OTHER_DATA -> problem(e, "error.training.otherData", e.run());
            case SMALLER_LORA -> problem(e, "error.training.smallerLora");
            case IN_USE -> problem(e, "error.training.inUse", e.run());
            case ENDED -> problem(e, "error.training.ended", e.run());
        };
    }

    private Problem ofStorage(StorageException e) {
        return switch (e.reason()) {
            case DISK_FULL ->
                    e.bytesNeeded() > 0
                            ? problem(
                                    e,
                                    "error.storage.diskFullNeeds",
                                    messages.formats().bytes(e.bytesNeeded()))
                            : problem(e, "error.storage.diskFull");
            case NOT_FOUND -> problem(e, "error.storage.notFound", name(e.path()));
            case NOT_PERMITTED -> problem(e, "error.storage.notPermitted", name(e.path()));
            case FAILED -> problem(e, "error.storage.failed", name(e.path()));
        };
    }

    private Problem problem(Exception error, String key, Object... arguments) {
        return new Problem(
                messages.text(key + ".sentence", arguments),
                messages.text(key + ".act", arguments),
                String.valueOf(error.getMessage()));
    }

    private static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
