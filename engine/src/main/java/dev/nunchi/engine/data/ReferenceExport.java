package dev.nunchi.engine.data;

import dev.nunchi.engine.data.ReferenceSettings.Learns;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.text.Role;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes what a run would learn from for those who have outgrown one machine: data and pictures in
/// the layout of [LLaVA's trainer](https://github.com/haotian-liu/LLaVA), its arguments, a script
/// that starts it under DeepSpeed or torchrun, and DeepSpeed's configuration.
///
/// ```
/// data.json      the conversations
/// images/        their pictures, copied
/// settings.json  the trainer's arguments
/// train.sh       starts it
/// zero2.json, zero3.json
/// ```
///
/// For its first stage only samples with a picture are written, of each the first exchange: the
/// trainer takes nothing else there.
public final class ReferenceExport {
    private static final String MARKER = "<image>";

    /// The trainer would take a picture's place from any text.
    private static final String PLAIN_MARKER = "< image >";

    private final Path folder;
    private final ReferenceSettings settings;
    private final Map<Path, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private ReferenceExport(Path folder, ReferenceSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /// Writes a folder that does not exist yet; it appears when it is whole.
    ///
    /// @return whether it was written; not if it was cancelled
    public static boolean write(
            Path target, List<Sample> samples, ReferenceSettings settings, Reporting reporting)
            throws StorageException {
        if (Files.exists(target)) {
            throw new StorageException(
                    target, StorageException.Reason.FAILED, "is there already; name a new folder");
        }
        Path part = Storage.partOf(target);
        try {
            Storage.delete(part);
            Files.createDirectories(part.resolve("images"));
            var export = new ReferenceExport(part, settings);
            if (!export.writeData(samples, reporting)) {
                Storage.delete(part);
                return false;
            }
            export.writeScripts();
            Storage.publish(part, target);
            return true;
        } catch (IOException e) {
            throw StorageException.of(target, "writing the export", e);
        }
    }

    /// Who hears how far it is, and who may stop it.
    public record Reporting(Progress progress, CancelToken cancel) {}

    private boolean writeData(List<Sample> samples, Reporting reporting) throws IOException {
        Path file = folder.resolve("data.json");
        try (var output = Files.newOutputStream(file);
                var json =
                        JsonMapper.shared()
                                .writerWithDefaultPrettyPrinter()
                                .createGenerator(output)) {
            json.writeStartArray();
            for (int i = 0; i < samples.size(); i++) {
                if (reporting.cancel().isCancelled()) {
                    return false;
                }
                reporting.progress().report(Stage.READING_DATA, i, samples.size());
                if (isLearnt(samples.get(i))) {
                    write(json, samples.get(i));
                }
            }
            json.writeEndArray();
        }
        Storage.flush(file);
        return true;
    }

    /// In its first stage the trainer stops at a sample without a picture.
    private boolean isLearnt(Sample sample) {
        return settings.learns() != Learns.PROJECTOR || sample.picture().isPresent();
    }

    /// In its first stage the trainer stops at a sample of more than one exchange.
    private List<SampleTurn> turns(Sample sample) {
        var turns = sample.turns();
        if (settings.learns() != Learns.PROJECTOR) {
            return turns;
        }
        int end = 0;
        while (turns.get(end).role() != Role.ASSISTANT) {
            end++;
        }
        return turns.subList(0, end + 1);
    }

    private void write(JsonGenerator json, Sample sample) throws IOException {
        json.writeStartObject();
        json.writeStringProperty("id", sample.id());
        if (sample.picture().isPresent()) {
            json.writeStringProperty("image", copied(sample.picture().get()));
        }
        json.writeStringProperty("type", sample.type().word());
        json.writeArrayPropertyStart("conversations");
        String before = sample.picture().isPresent() ? MARKER + "\n" : "";
        if (sample.turns().getFirst().role() == Role.ASSISTANT) {
            writeTurn(json, "human", MARKER);
        }
        for (var turn : turns(sample)) {
            String text = turn.text().replace(MARKER, PLAIN_MARKER);
            switch (turn.role()) {
                // The trainer knows two speakers only.
                case SYSTEM -> before += text + "\n";
                case USER -> {
                    writeTurn(json, "human", before + text);
                    before = "";
                }
                case ASSISTANT -> writeTurn(json, "gpt", text);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTurn(JsonGenerator json, String speaker, String text) {
        json.writeStartObject();
        json.writeStringProperty("from", speaker);
        json.writeStringProperty("value", text);
        json.writeEndObject();
    }

    /// @return the picture's name in the folder of images
    private String copied(Path picture) throws IOException {
        String known = names.get(picture);
        if (known != null) {
            return known;
        }
        String own = picture.getFileName().toString();
        String name = own;
        for (int n = 2; !taken.add(name); n++) {
            name = n + "-" + own;
        }
        Files.copy(picture, folder.resolve("images").resolve(name));
        names.put(picture, name);
        return name;
    }

    private void writeScripts() throws IOException {
        var arguments = settings.arguments();
        var mapper = JsonMapper.shared().writerWithDefaultPrettyPrinter();
        Files.writeString(
                folder.resolve("settings.json"), mapper.writeValueAsString(arguments) + "\n");
        String lines =
                arguments.entrySet().stream()
                        .map(entry ->
                                "    --%s \"%s\"\n".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
        Path script = folder.resolve("train.sh");
        Files.writeString(
                script,
                resource("train.sh")
                        .replace("@ARGUMENTS@", lines)
                        .replace("@ZERO@", settings.zero()));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
        for (String name : List.of("zero2.json", "zero3.json")) {
            Files.writeString(folder.resolve(name), resource(name));
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream input = ReferenceExport.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
