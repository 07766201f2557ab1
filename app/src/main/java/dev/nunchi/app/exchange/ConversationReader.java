package dev.nunchi.app.exchange;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/// Reads files of conversations: ours, ChatGPT's export (`conversations.json`, or the archive that
/// has it and the pictures), Open WebUI's and LM Studio's. The layout is told by what is in the
/// file. A conversation is taken over whole or named as a problem.
public final class ConversationReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IN_ARCHIVE = "conversations.json";
    private static final long MAX_BYTES = 1L << 30;
    private static final long MAX_PICTURE_BYTES = 256L << 20;
    private static final int SHOWN_TITLE = 80;

    private ConversationReader() {}

    /// What a file has.
    ///
    /// @param numbers of the conversations in the file, from 1
    public record Parsed(
            List<ParsedConversation> conversations,
            List<Integer> numbers,
            List<ImportProblem> problems) {
        public Parsed {
            conversations = List.copyOf(conversations);
            numbers = List.copyOf(numbers);
            problems = List.copyOf(problems);
        }
    }

    /// @throws DataException if it is no file of conversations that is known
    public static Parsed read(Path file) throws StorageException, DataException {
        try {
            return isArchive(file) ? readArchive(file) : readJson(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading conversations", e);
        } catch (JacksonException e) {
            throw new DataException(
                    String.valueOf(file.getFileName()), 0, "no JSON: " + e.getOriginalMessage());
        }
    }

    private static boolean isArchive(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.read() == 'P' && in.read() == 'K';
        }
    }

    private static Parsed readJson(Path file) throws IOException, DataException {
        if (Files.size(file) > MAX_BYTES) {
            throw unknown(file);
        }
        return parse(JSON.readTree(file), file, name -> besideOf(file, name));
    }

    private static Parsed readArchive(Path file) throws IOException, DataException {
        try (var zip = new ZipFile(file.toFile())) {
            var entry =
                    zip.stream()
                            .filter(e -> lastOf(e.getName()).equals(IN_ARCHIVE))
                            .findFirst()
                            .filter(e -> e.getSize() <= MAX_BYTES);
            if (entry.isEmpty()) {
                throw unknown(file);
            }
            JsonNode root;
            try (var in = zip.getInputStream(entry.get())) {
                root = JSON.readTree(in);
            }
            return parse(root, file, name -> within(zip, name));
        }
    }

    private static Parsed parse(JsonNode root, Path file, AttachedPictures pictures)
            throws DataException {
        var nodes = conversations(root);
        var layout =
                ForeignLayout.all().stream()
                        .filter(known -> nodes.stream().anyMatch(known::recognises))
                        .findFirst()
                        .orElseThrow(() -> unknown(file));
        var parsed = new ArrayList<ParsedConversation>();
        var numbers = new ArrayList<Integer>();
        var problems = new ArrayList<ImportProblem>();
        for (int i = 0; i < nodes.size(); i++) {
            try {
                parsed.add(layout.parse(nodes.get(i), pictures));
                numbers.add(i + 1);
            } catch (BadConversationException e) {
                problems.add(e.at(i + 1, titleOf(nodes.get(i))));
            }
        }
        return new Parsed(parsed, numbers, problems);
    }

    private static List<JsonNode> conversations(JsonNode root) {
        var list = root.path("conversations").isArray() ? root.path("conversations") : root;
        var nodes = new ArrayList<JsonNode>();
        if (list.isArray()) {
            list.forEach(nodes::add);
        } else {
            nodes.add(list);
        }
        return nodes;
    }

    private static String titleOf(JsonNode node) {
        String title = Fields.text(node, "title");
        String known = title.isEmpty() ? Fields.text(node, "name") : title;
        return known.length() <= SHOWN_TITLE ? known : known.substring(0, SHOWN_TITLE) + "…";
    }

    private static DataException unknown(Path file) {
        return new DataException(
                String.valueOf(file.getFileName()), 0, "no file of conversations that is known");
    }

    private static Optional<ParsedConversation.Picture> within(ZipFile zip, String name)
            throws IOException {
        var entry =
                zip.stream()
                        .filter(e -> !e.isDirectory() && lastOf(e.getName()).startsWith(name))
                        .filter(e -> e.getSize() <= MAX_PICTURE_BYTES)
                        .findFirst();
        if (name.isEmpty() || entry.isEmpty()) {
            return Optional.empty();
        }
        try (var in = zip.getInputStream(entry.get())) {
            return Optional.of(
                    new ParsedConversation.Picture(
                            lastOf(entry.get().getName()), in.readAllBytes()));
        }
    }

    /// In the file's folder or in LM Studio's `user-files` beside that.
    private static Optional<ParsedConversation.Picture> besideOf(Path file, String name)
            throws IOException {
        // A name that leads elsewhere is none.
        if (name.isEmpty() || !lastOf(name).equals(name) || name.contains("\\")) {
            return Optional.empty();
        }
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        for (Path place : List.of(folder, folder.resolveSibling("user-files"))) {
            if (Files.isDirectory(place)) {
                try (var found = Files.newDirectoryStream(place, path -> isNamed(path, name))) {
                    for (Path picture : found) {
                        return Optional.of(
                                new ParsedConversation.Picture(
                                        String.valueOf(picture.getFileName()),
                                        Files.readAllBytes(picture)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(Path path, String name) {
        return Files.isRegularFile(path) && String.valueOf(path.getFileName()).startsWith(name);
    }

    private static String lastOf(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
