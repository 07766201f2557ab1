package dev.nunchi.app.cli;

/// What the process says to its caller when it ends; as in the help text.
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
