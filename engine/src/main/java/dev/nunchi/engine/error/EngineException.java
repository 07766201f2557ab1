package dev.nunchi.engine.error;

/// A problem in the user's world: a file, a model, a device or a disk that is not as it should be.
///
/// Messages are English and say what was being done, what was found and what was expected. The
/// program maps the type and its fields to a sentence in the user's language and an act.
public abstract sealed class EngineException extends Exception
        permits CheckpointException,
                UnsupportedModelException,
                TemplateException,
                PictureException,
                DataException,
                StorageException,
                DeviceException,
                AdapterException,
                TrainingException {

    protected EngineException(String message) {
        super(message);
    }

    protected EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
