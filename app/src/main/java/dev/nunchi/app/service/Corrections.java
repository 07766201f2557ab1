package dev.nunchi.app.service;

import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers as they should have been, kept as training data in LLaVA's layout: one JSON object a
/// line in `corrections.jsonl`, the pictures beside it under their hashes. `nunchi train --data`
/// reads the folder. Thread-safe.
public final class Corrections {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MARKER = "<image>";

    private final Path folder;
    private final PictureFiles pictures;

    /// @param folder created on demand
    /// @param pictures of the conversations
    public Corrections(Path folder, PictureFiles pictures) {
        this.folder = folder;
        this.pictures = pictures;
    }

    /// Why a conversation cannot be a row.
    public enum Refusal {
        /// A row has one picture at most.
        SEVERAL_PICTURES
    }

    /// The data file.
    public Path file() {
        return folder.resolve("corrections.jsonl");
    }

    /// Why the turns cannot be a row, if they cannot.
    ///
    /// @param before the turns that lead to the answer
    public Optional<Refusal> refusal(List<StoredTurn> before) {
        return lastWithPictures(before).stream().anyMatch(turn -> turn.pictures().size() > 1)
                ? Optional.of(Refusal.SEVERAL_PICTURES)
                : Optional.empty();
    }

    /// Keeps an answer as a row. What was said before the last picture came is left out: a row
    /// begins with its picture.
    ///
    /// @param id of the row, unique
    /// @param before the turns that lead to the answer, the last one a question
    /// @throws IllegalArgumentException if [#refusal] says why not
    public synchronized void add(String id, List<StoredTurn> before, String answer)
            throws StorageException {
        if (refusal(before).isPresent()) {
            throw new IllegalArgumentException("no row: " + refusal(before).get());
        }
        var shown = lastWithPictures(before);
        var turns = shown.map(turn -> before.subList(before.indexOf(turn), before.size()));
        var row = row(id, turns.orElse(before), answer);
        var picture = shown.map(turn -> turn.pictures().getFirst());
        if (picture.isPresent()) {
            row.put("image", copy(picture.get()));
        }
        var rows = rows();
        rows.add(JSON.writeValueAsString(row));
        write(rows);
    }

    /// Takes a row back; its picture stays for others. Does nothing if there is none.
    public synchronized void remove(String id) throws StorageException {
        var rows = rows();
        if (rows.removeIf(row -> JSON.readTree(row).path("id").asString().equals(id))) {
            write(rows);
        }
    }

    private static Optional<StoredTurn> lastWithPictures(List<StoredTurn> turns) {
        return turns.stream()
                .filter(turn -> !turn.pictures().isEmpty())
                .reduce((_, later) -> later);
    }

    private static ObjectNode row(String id, List<StoredTurn> turns, String answer) {
        var row = JSON.createObjectNode().put("id", id).put("type", "conversation");
        var conversations = row.putArray("conversations");
        for (StoredTurn turn : turns) {
            String marker = turn.pictures().isEmpty() ? "" : MARKER + "\n";
            conversations
                    .addObject()
                    .put("from", turn.role() == Role.USER ? "human" : "gpt")
                    .put("value", marker + turn.text());
        }
        conversations.addObject().put("from", "gpt").put("value", answer);
        return row;
    }

    /// @return the picture's name as the row has it
    private String copy(StoredPicture picture) throws StorageException {
        String name = "images/" + picture.hash() + "." + picture.format();
        Path target = folder.resolve(name);
        if (!Files.exists(target)) {
            write(target, pictures.read(picture));
        }
        return name;
    }

    private List<String> rows() throws StorageException {
        try {
            return Files.exists(file())
                    ? new ArrayList<>(Files.readAllLines(file()))
                    : new ArrayList<>();
        } catch (IOException e) {
            throw StorageException.of(file(), "reading the corrections", e);
        }
    }

    private void write(List<String> rows) throws StorageException {
        String text = rows.isEmpty() ? "" : String.join("\n", rows) + "\n";
        write(file(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path target, byte[] bytes) throws StorageException {
        Path part = Storage.partOf(target);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.write(part, bytes);
            Storage.flush(part);
            Storage.publish(part, target);
        } catch (IOException e) {
            throw StorageException.of(target, "writing the corrections", e);
        }
    }
}
