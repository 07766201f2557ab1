package dev.nunchi.app.judge;

import dev.nunchi.app.teach.BoxJson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Writes a benchmark as a folder that [BenchmarkReader] reads: questions, references, symbols, and
/// copies of the pictures.
public final class BenchmarkWriter {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PICTURES = "pictures";

    private BenchmarkWriter() {}

    /// @param folder made if it is not there; files of the same names are replaced
    public static void write(Benchmark benchmark, Path folder) throws StorageException {
        Storage.createFolder(folder.resolve(PICTURES));
        var symbols = new ArrayList<ObjectNode>();
        for (var scene : benchmark.scenes().entrySet()) {
            String image = image(scene.getKey(), scene.getValue());
            copy(scene.getValue().picture(), folder.resolve(image));
            symbols.add(symbols(image, scene.getValue()));
        }
        var questions = new ArrayList<ObjectNode>();
        var references = new ArrayList<ObjectNode>();
        for (var item : benchmark.items()) {
            questions.add(question(item, image(item.picture(), benchmark.scene(item))));
            if (item.task() instanceof Task.Open(_, var own) && own.isPresent()) {
                references.add(
                        JSON.createObjectNode()
                                .put("question_id", item.id())
                                .put("text", own.get()));
            }
        }
        write(folder.resolve("symbols.jsonl"), symbols);
        write(folder.resolve("references.jsonl"), references);
        write(folder.resolve("questions.jsonl"), questions);
    }

    private static String image(String key, Scene scene) {
        String name = String.valueOf(scene.picture().getFileName());
        int dot = name.lastIndexOf('.');
        return PICTURES + "/" + key + (dot < 0 ? "" : name.substring(dot));
    }

    private static ObjectNode symbols(String image, Scene scene) {
        var row = JSON.createObjectNode().put("image", image);
        var captions = row.putArray("captions");
        scene.captions().forEach(captions::add);
        BoxJson.write(scene.boxes(), row);
        return row;
    }

    private static ObjectNode question(BenchmarkItem item, String image) {
        var row = JSON.createObjectNode();
        row.put("question_id", item.id()).put("image", image).put("text", item.question());
        switch (item.task()) {
            case Task.Open(var kind, _) -> row.put("category", kind.word());
            case Task.Described(var captions) -> {
                var list = row.putArray("references");
                captions.forEach(list::add);
            }
            case Task.Exact(var answers) -> {
                var list = row.putArray("answers");
                answers.forEach(list::add);
            }
            case Task.Presence(boolean present) -> row.put("label", present ? "yes" : "no");
        }
        return row;
    }

    private static void copy(Path from, Path to) throws StorageException {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw StorageException.of(from, "copying", e);
        }
    }

    private static void write(Path file, List<ObjectNode> rows) throws StorageException {
        Path part = Storage.partOf(file);
        try {
            Files.write(part, rows.stream().map(JSON::writeValueAsString).toList());
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }
}
