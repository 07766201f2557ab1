package dev.nunchi.app.teach;

import dev.nunchi.engine.data.DataOptions;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// COCO's `instances_*.json`: boxes of things in 80 categories;
/// [format](https://cocodataset.org/#format-data).
///
/// `bbox` is `[x, y, width, height]` in pixels from the top left corner. An annotation with
/// `iscrowd` covers many things at once, of which nobody has counted how many: a [Box#group].
/// Streamed; memory: the boxes.
final class CocoInstances {
    private static final String INSTANCES = "instances_";
    private static final String CAPTIONS = "captions_";
    private static final int MAX_DEPTH = 24;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private final Map<Long, Image> images = new LinkedHashMap<>();
    private final Map<Long, String> categories = new HashMap<>();
    private final List<Annotation> annotations = new ArrayList<>();

    private CocoInstances() {}

    private record Image(String name, double width, double height) {}

    private record Annotation(long image, long category, double[] box, boolean crowd) {}

    /// Whether a file is one by its name.
    static boolean isName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(INSTANCES) && name.endsWith(".json") && Files.isRegularFile(file);
    }

    /// The instances of the pictures whose captions a file holds.
    static Optional<Path> beside(Path captions) {
        return other(captions, CAPTIONS, INSTANCES);
    }

    static Optional<Path> captionsBeside(Path instances) {
        return other(instances, INSTANCES, CAPTIONS);
    }

    private static Optional<Path> other(Path file, String from, String to) {
        String name = String.valueOf(file.getFileName());
        return Optional.of(name)
                .filter(n -> n.startsWith(from))
                .map(n -> file.resolveSibling(to + n.substring(from.length())))
                .filter(Files::isRegularFile);
    }

    /// The files directly in a folder, by name.
    static List<Path> in(Path folder) throws StorageException {
        try (var files = Files.list(folder)) {
            return files.filter(CocoInstances::isName).sorted().toList();
        } catch (IOException e) {
            throw StorageException.of(folder, "reading", e);
        }
    }

    /// The boxes of each picture that is there, in the order of the file.
    static Map<Path, List<Box>> read(Path file, DataOptions options) throws EngineException {
        var instances = new CocoInstances();
        // A reader of its own: Jackson's byte parser lets some bytes through that are not UTF-8.
        try (var input = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                var parser = JSON.createParser(ObjectReadContext.empty(), input)) {
            instances.read(parser);
        } catch (JacksonException e) {
            throw new DataException(
                    String.valueOf(file.getFileName()),
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                    e.getOriginalMessage());
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
        return instances.boxes(file, options);
    }

    private void read(JsonParser parser) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String list = parser.currentName();
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                keep(list, Element.read(parser));
            }
        }
    }

    private void keep(String list, Element element) {
        switch (list) {
            case "images" ->
                    images.put(
                            element.whole("id"),
                            new Image(
                                    element.words("file_name"),
                                    element.number("width"),
                                    element.number("height")));
            case "categories" -> categories.put(element.whole("id"), element.words("name"));
            case "annotations" ->
                    annotations.add(
                            new Annotation(
                                    element.whole("image_id"),
                                    element.whole("category_id"),
                                    element.box(),
                                    element.whole("iscrowd") == 1));
            default -> {}
        }
    }

    private Map<Path, List<Box>> boxes(Path file, DataOptions options) {
        var byImage = new LinkedHashMap<Long, List<Box>>();
        for (var annotation : annotations) {
            var image = Optional.ofNullable(images.get(annotation.image()));
            image.flatMap(of -> box(annotation, of))
                    .ifPresent(box ->
                            byImage.computeIfAbsent(annotation.image(), _ -> new ArrayList<>())
                                    .add(box));
        }
        var boxes = new LinkedHashMap<Path, List<Box>>();
        images.forEach((id, image) ->
                DataRows.picture(file, options, image.name())
                        .ifPresent(picture ->
                                boxes.put(picture, byImage.getOrDefault(id, List.of()))));
        return boxes;
    }

    private Optional<Box> box(Annotation annotation, Image image) {
        String name = categories.getOrDefault(annotation.category(), "");
        double[] box = annotation.box();
        if (name.isBlank() || box.length != 4 || !(image.width() > 0 && image.height() > 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Box.clamped(
                            annotation.crowd() ? Box.group(name) : name,
                            rounded(box[0] / image.width()),
                            rounded(box[1] / image.height()),
                            rounded((box[0] + box[2]) / image.width()),
                            rounded((box[1] + box[3]) / image.height())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Four digits tell pixels apart in any picture of that data, and are shorter to read.
    private static double rounded(double part) {
        return Math.round(part * 10_000) / 10_000.0;
    }

    /// The plain fields of one object of a list.
    private record Element(Map<String, String> fields, double[] box) {
        static Element read(JsonParser parser) {
            var fields = new HashMap<String, String>();
            double[] box = {};
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                var token = parser.nextToken();
                if (token == JsonToken.START_ARRAY && name.equals("bbox")) {
                    box = numbers(parser);
                } else if (token.isScalarValue()) {
                    fields.put(name, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
            return new Element(fields, box);
        }

        private static double[] numbers(JsonParser parser) {
            var numbers = new ArrayList<Double>();
            while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                numbers.add(
                        parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN);
            }
            return numbers.stream().mapToDouble(Double::doubleValue).toArray();
        }

        String words(String field) {
            return fields.getOrDefault(field, "");
        }

        long whole(String field) {
            return (long) number(field);
        }

        double number(String field) {
            String text = words(field);
            return text.matches("-?[0-9]{1,18}(\\.[0-9]+)?") ? Double.parseDouble(text) : 0;
        }
    }
}
