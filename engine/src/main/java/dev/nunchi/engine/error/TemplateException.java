package dev.nunchi.engine.error;

/// A chat template that cannot be parsed or that refuses the conversation (`raise_exception`).
public final class TemplateException extends EngineException {
    private final int line;

    /// @param line the template's line, from 1
    public TemplateException(int line, String problem) {
        super("chat template, line " + line + ": " + problem);
        this.line = line;
    }

    /// The template's line, from 1.
    public int line() {
        return line;
    }
}
