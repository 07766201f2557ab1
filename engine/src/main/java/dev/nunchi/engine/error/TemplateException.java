package dev.nunchi.engine.error;

/// A chat template that cannot be parsed or that refuses the conversation (`raise_exception`).
public final class TemplateException extends EngineException {
    /// What a template did not do.
    public enum Reason {
        /// It cannot be parsed, or it refuses the conversation.
        REFUSED,
        /// It lays the conversation out with another number of pictures than it has.
        PICTURES_LOST
    }

    private final int line;
    private final Reason reason;

    /// @param line the template's line, from 1
    public TemplateException(int line, String problem) {
        super("chat template, line " + line + ": " + problem);
        this.line = line;
        this.reason = Reason.REFUSED;
    }

    private TemplateException(String problem) {
        super("chat template: " + problem);
        this.line = 1;
        this.reason = Reason.PICTURES_LOST;
    }

    /// Of a prompt that does not show the pictures which it was to show.
    public static TemplateException picturesLost(String problem) {
        return new TemplateException(problem);
    }

    public Reason reason() {
        return reason;
    }

    /// The template's line, from 1.
    public int line() {
        return line;
    }
}
