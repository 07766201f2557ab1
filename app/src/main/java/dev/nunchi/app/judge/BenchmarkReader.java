package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.BoxJson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads benchmarks in LLaVA-Bench's layouts: JSON lines, each row recognised by its fields.
///
/// | Row | Fields |
/// |---|---|
/// | question | `question_id`, `image`, `text` (or `question`), and `category` (`conv`, `detail`, `complex`), `label` (`yes`, `no`; POPE), `answers` (VQA) or `references` (captions) |
/// | reference answer | `question_id`, `text`, no `image` |
/// | question and reference | `image`, `instruction`, `output`, `type`; only where there are no questions of the first form |
/// | symbols | `image`, `captions`, `instances` or `objects` (`category`, `bbox` in 0..1) |
///
/// Rows of candidates' answers (`answer_id`, `model_id`) are passed over. Pictures are known by the
/// number or name in their file names: `000000441147.jpg` and `COCO_val2014_000000441147.jpg` are
/// one.
public final class BenchmarkReader {
    private static final String COCO_PREFIX = "COCO_(?:val|train|test)20\\d\\d_";

    private final Path pictures;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, List<String>> captions = new HashMap<>();
    private final Map<String, List<Box>> boxes = new HashMap<>();
    private final Map<String, String> references = new HashMap<>();
    private final List<BenchmarkItem> questions = new ArrayList<>();
    private final List<BenchmarkItem> pairs = new ArrayList<>();

    private BenchmarkReader(Path pictures) {
        this.pictures = pictures;
    }

    /// @param source a file of questions, whose symbols and references lie in files beside it, or a
    ///   folder of such files
    /// @param pictures where the pictures lie; empty for the source's folder
    /// @throws DataException if a row is none of these, or no question is there
    public static Benchmark read(Path source, Optional<Path> pictures) throws EngineException {
        boolean whole = Files.isDirectory(source);
        Path folder = whole ? source : source.toAbsolutePath().resolveSibling("");
        var reader = new BenchmarkReader(pictures.orElse(folder).toAbsolutePath().normalize());
        if (!whole) {
            for (var line : JsonLines.read(source)) {
                reader.take(line, Questions.KEPT);
            }
        }
        for (Path file : files(folder)) {
            for (var line : JsonLines.read(file)) {
                reader.take(line, whole ? Questions.KEPT : Questions.PASSED_OVER);
            }
        }
        String name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
        return reader.benchmark(name);
    }

    /// Whether a file's questions count.
    private enum Questions {
        KEPT,
        PASSED_OVER
    }

    private static List<Path> files(Path folder) throws StorageException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw StorageException.of(folder, "listing", e);
        }
    }

    private Benchmark benchmark(String name) throws DataException {
        var items = new ArrayList<BenchmarkItem>();
        for (var item : questions.isEmpty() ? pairs : questions) {
            items.add(withReference(item));
        }
        if (items.isEmpty()) {
            throw new DataException(name, 0, "holds no question");
        }
        if (items.stream().map(BenchmarkItem::id).distinct().count() < items.size()) {
            throw new DataException(name, 0, "two questions have the same id");
        }
        var scenes = new LinkedHashMap<String, Scene>();
        for (var item : items) {
            scenes.computeIfAbsent(item.picture(), this::scene);
        }
        return new Benchmark(name, scenes, items);
    }

    private BenchmarkItem withReference(BenchmarkItem item) {
        return item.task() instanceof Task.Open(var kind, var own) && own.isEmpty()
                ? new BenchmarkItem(
                        item.id(),
                        item.picture(),
                        item.question(),
                        new Task.Open(kind, Optional.ofNullable(references.get(item.id()))))
                : item;
    }

    private Scene scene(String key) {
        return new Scene(
                picture(key),
                captions.getOrDefault(key, List.of()),
                boxes.getOrDefault(key, List.of()));
    }

    /// The file, under the name of the row or without COCO's prefix, whichever is there. A name
    /// that leads out of the folder counts without its folders: nobody's other pictures are to be
    /// shown to a model.
    private Path picture(String key) {
        String name = names.getOrDefault(key, key);
        if (!pictures.resolve(name).normalize().startsWith(pictures)) {
            name = String.valueOf(Path.of(name).getFileName());
        }
        Path named = pictures.resolve(name).normalize();
        return Files.exists(named) ? named : pictures.resolve(name.replaceFirst(COCO_PREFIX, ""));
    }

    private static String key(String image) {
        String name = image.replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1).replaceFirst(COCO_PREFIX, "");
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private void take(JsonLines.Line line, Questions wanted) throws DataException {
        var json = line.json();
        if (json.has("answer_id") || json.has("model_id")) {
            return;
        }
        if (json.has("captions") || json.has("instances") || json.has("objects")) {
            symbols(line);
        } else if (json.has("instruction")) {
            if (wanted == Questions.KEPT) {
                pairs.add(pair(line));
            }
        } else if (json.has("question_id") && json.has("image")) {
            if (wanted == Questions.KEPT) {
                questions.add(question(line));
            }
        } else if (json.has("question_id")) {
            references.put(line.string("question_id"), line.string("text"));
        } else {
            throw line.refuse("neither a question nor a reference nor symbols");
        }
    }

    private String image(JsonLines.Line line) throws DataException {
        String image = line.string("image");
        names.putIfAbsent(key(image), image);
        return key(image);
    }

    private BenchmarkItem pair(JsonLines.Line line) throws DataException {
        String picture = image(line);
        var task = new Task.Open(kind(line, "type"), Optional.of(line.string("output")));
        return new BenchmarkItem(
                picture + "/" + line.string("type"), picture, line.string("instruction"), task);
    }

    private BenchmarkItem question(JsonLines.Line line) throws DataException {
        String text = line.json().has("text") ? line.string("text") : line.string("question");
        return new BenchmarkItem(line.string("question_id"), image(line), text, task(line));
    }

    private static Task task(JsonLines.Line line) throws DataException {
        var json = line.json();
        if (json.has("label")) {
            return switch (line.string("label").toLowerCase(Locale.ROOT)) {
                case "yes" -> new Task.Presence(true);
                case "no" -> new Task.Presence(false);
                default -> throw line.refuse("'label' is neither yes nor no");
            };
        }
        if (json.has("references")) {
            return new Task.Described(texts(line, "references"));
        }
        if (json.has("answers") || json.has("answer")) {
            return new Task.Exact(answers(line));
        }
        return new Task.Open(kind(line, "category"), Optional.empty());
    }

    /// Texts, or VQA's objects with an `answer` each.
    private static List<String> answers(JsonLines.Line line) throws DataException {
        if (!line.json().has("answers")) {
            return List.of(line.string("answer"));
        }
        return texts(line, "answers");
    }

    private static List<String> texts(JsonLines.Line line, String field) throws DataException {
        var texts =
                line.json()
                        .path(field)
                        .valueStream()
                        .map(node -> node.isObject() ? node.path("answer") : node)
                        .map(node -> node.asString(""))
                        .toList();
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            throw line.refuse("'%s' holds none, or an empty one".formatted(field));
        }
        return texts;
    }

    private static SampleType kind(JsonLines.Line line, String field) throws DataException {
        String word = line.string(field);
        return "conv".equals(word)
                ? SampleType.CONVERSATION
                : SampleType.parse(word)
                        .filter(kind -> kind != SampleType.CAPTION)
                        .orElseThrow(
                                () -> line.refuse("'%s' is no kind: %s".formatted(field, word)));
    }

    private void symbols(JsonLines.Line line) throws DataException {
        String picture = image(line);
        captions.put(
                picture,
                line.json()
                        .path("captions")
                        .valueStream()
                        .map(caption -> caption.asString(""))
                        .filter(caption -> !caption.isBlank())
                        .toList());
        String field = line.json().has("instances") ? "instances" : "objects";
        try {
            boxes.put(picture, BoxJson.read(line.json().path(field)));
        } catch (IllegalArgumentException e) {
            throw line.refuse(String.valueOf(e.getMessage()));
        }
    }
}
