package dev.nunchi.bench.peers;

import dev.nunchi.engine.runtime.Threads;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The programs of llama.cpp, each started anew for a figure. They warm up by themselves.
///
/// @param programs the folder that they were built into
/// @param threads that they compute with
record LlamaCpp(Path programs, int threads) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ENCODED = Pattern.compile("encod(?:ed|ing done) in (\\d+) ms");

    LlamaCpp(Path programs) {
        this(programs, Threads.ofThisMachine());
    }

    /// `llama-bench` on a model.
    Contender decoder(Path model) {
        return new Decoder(this, model);
    }

    /// `llama-mtmd-cli`, which tells how long it looked at a picture.
    ///
    /// @param vision the `mmproj` file
    Contender tower(Path language, Path vision, Path picture) {
        return new Tower(this, language, vision, picture);
    }

    private record Decoder(LlamaCpp programs, Path model) implements Contender {
        @Override
        public String name() {
            return "llama.cpp";
        }

        @Override
        public double measure(Work work) throws IOException {
            var command = new ArrayList<>(List.of("-m", model.toString(), "-r", "1", "-o", "json"));
            command.addAll(
                    switch (work) {
                        case Work.Prefill(int tokens) ->
                                List.of("-p", Integer.toString(tokens), "-n", "0");
                        case Work.Decode(int context) ->
                                List.of(
                                        "-p",
                                        "0",
                                        "-n",
                                        Integer.toString(Work.Decode.TOKENS),
                                        "-d",
                                        Integer.toString(context));
                        case Work.Encode() ->
                                throw new IllegalArgumentException("llama-bench has no pictures");
                    });
            var output = programs.run("llama-bench", command);
            return JSON.readTree(output.answer()).get(0).get("avg_ts").asDouble();
        }
    }

    private record Tower(LlamaCpp programs, Path language, Path vision, Path picture)
            implements Contender {
        @Override
        public String name() {
            return "llama.cpp";
        }

        @Override
        public double measure(Work work) throws IOException {
            var command =
                    List.of(
                            "-m",
                            language.toString(),
                            "--mmproj",
                            vision.toString(),
                            "--image",
                            picture.toString(),
                            "-p",
                            "What is this?",
                            "--chat-template",
                            "vicuna",
                            "-n",
                            "1");
            String output = programs.run("llama-mtmd-cli", command).all();
            var encoded = ENCODED.matcher(output);
            if (!encoded.find()) {
                throw new IOException("llama-mtmd-cli told no time:\n" + output);
            }
            return Double.parseDouble(encoded.group(1));
        }
    }

    /// What a program wrote.
    private record Output(String answer, String messages) {
        String all() {
            return answer + messages;
        }
    }

    private Output run(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(arguments);
        command.addAll(List.of("-t", Integer.toString(threads)));
        var messages = Files.createTempFile(program, ".log");
        var process = new ProcessBuilder(command).redirectError(messages.toFile()).start();
        process.getOutputStream().close();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var output = new Output(answer, Files.readString(messages));
        Files.delete(messages);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output.all());
        }
        return output;
    }
}
