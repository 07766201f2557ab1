package dev.nunchi.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A script of `src/bench/reference` that stays open: it prints its name, then answers each line,
/// `prefill N`, `decode CONTEXT COUNT` or `encode`, with a figure.
final class PythonPeer implements Contender {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final String name;

    /// @param command the interpreter, the script and its arguments
    PythonPeer(List<String> command) throws IOException {
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        name = answer();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double measure(Work work) throws IOException {
        questions.println(
                switch (work) {
                    case Work.Prefill(int tokens) -> "prefill " + tokens;
                    case Work.Decode(int context) -> "decode " + context + " " + Work.Decode.TOKENS;
                    case Work.Encode() -> "encode";
                });
        return Double.parseDouble(answer());
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the script ended: " + process.info().commandLine().orElse(""));
        }
        return line;
    }

    @Override
    public void close() {
        questions.close(); // which ends its loop
        process.onExit().join();
    }
}
