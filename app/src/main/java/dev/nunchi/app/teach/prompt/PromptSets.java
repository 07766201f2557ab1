package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.BoxJson;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.text.Role;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Prompts of all kinds: those that come with the program, and a person's own, which go first.
///
/// A person's prompts are files such as `complex_ko.json` in one folder: `{"version", "system",
/// "examples": [{"captions", "objects", "turns": [{"question", "answer"}]}]}`. To go back to the
/// program's, delete the file.
///
/// @param folder of the person's files; need not be there
public record PromptSets(Path folder) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// The prompts of a kind.
    ///
    /// @param kind any but captions, for which nothing is asked
    /// @throws DataException if the person's file is damaged
    public PromptSet of(SampleType kind, TeachingLanguage language) throws EngineException {
        Path own = file(kind, language);
        if (!Files.isRegularFile(own)) {
            return shipped(kind, language);
        }
        try {
            return parse(kind, language, JSON.readTree(Files.readString(own)));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new DataException(String.valueOf(own.getFileName()), 0, "" + e.getMessage());
        } catch (IOException e) {
            throw StorageException.of(own, "reading", e);
        }
    }

    /// Keeps a person's prompts.
    public void save(PromptSet prompts) throws StorageException {
        Path own = file(prompts.kind(), prompts.language());
        Path part = Storage.partOf(own);
        Storage.createFolder(folder);
        try {
            Files.writeString(part, json(prompts));
            Storage.flush(part);
            Storage.publish(part, own);
        } catch (IOException e) {
            throw StorageException.of(own, "writing", e);
        }
    }

    /// The prompts that come with the program.
    public static PromptSet shipped(SampleType kind, TeachingLanguage language) {
        String name = kind.word() + "_" + language.word() + ".json";
        try (InputStream input = PromptSets.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalArgumentException("no prompts " + name);
            }
            return parse(kind, language, JSON.readTree(input));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }

    private Path file(SampleType kind, TeachingLanguage language) {
        return folder.resolve(kind.word() + "_" + language.word() + ".json");
    }

    private static PromptSet parse(SampleType kind, TeachingLanguage language, JsonNode node) {
        var examples = new ArrayList<Example>();
        for (var example : node.path("examples")) {
            examples.add(example(example));
        }
        String system = text(node.path("system"));
        if (system.isBlank()) {
            throw new IllegalArgumentException("system: no text");
        }
        return new PromptSet(kind, language, node.path("version").asInt(1), system, examples);
    }

    /// A text, or a list of its lines.
    private static String text(JsonNode node) {
        return node.isArray()
                ? String.join("\n", node.valueStream().map(line -> line.asString("")).toList())
                : node.asString("");
    }

    private static Example example(JsonNode node) {
        var captions = new ArrayList<String>();
        node.path("captions").forEach(caption -> captions.add(caption.asString("")));
        var boxes = BoxJson.read(node.path("objects"));
        var turns = new ArrayList<SampleTurn>();
        for (var turn : node.path("turns")) {
            turns.add(new SampleTurn(Role.USER, text(turn.path("question"))));
            turns.add(new SampleTurn(Role.ASSISTANT, text(turn.path("answer"))));
        }
        if (turns.stream().anyMatch(turn -> turn.text().isBlank()) || turns.isEmpty()) {
            throw new IllegalArgumentException("examples: turns: a question or answer is missing");
        }
        return new Example(captions, boxes, turns);
    }

    private static String json(PromptSet prompts) {
        var node = JSON.createObjectNode();
        node.put("version", prompts.version());
        node.put("system", prompts.system());
        var examples = node.putArray("examples");
        for (var example : prompts.examples()) {
            var one = examples.addObject();
            var captions = one.putArray("captions");
            example.captions().forEach(captions::add);
            BoxJson.write(example.boxes(), one);
            var turns = one.putArray("turns");
            List<SampleTurn> said = example.turns();
            for (int i = 0; i + 1 < said.size(); i += 2) {
                turns.addObject()
                        .put("question", said.get(i).text())
                        .put("answer", said.get(i + 1).text());
            }
        }
        return JSON.writeValueAsString(node) + "\n";
    }
}
