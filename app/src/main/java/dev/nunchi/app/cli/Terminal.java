package dev.nunchi.app.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The three streams of a command line.
///
/// @param out answers only, so that they can be piped
/// @param err progress and problems
/// @param interactive whether a person is watching: progress may be redrawn in place
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    /// The streams of the process, in UTF-8 whatever the locale: answers may hold any script.
    @SuppressWarnings("SystemConsoleNull") // null again without a terminal, since JDK 25
    static Terminal ofProcess() {
        var console = System.console();
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                console != null && console.isTerminal());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }
}
