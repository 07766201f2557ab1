package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// COCO's `captions_*.json`: `images` with `id` and `file_name`, `annotations` with `image_id` and
/// `caption`; [format](https://cocodataset.org/#format-data).
///
/// Read twice, because either list may come first. Memory: the pictures' names.
record CocoReader(CaptionRows captions, PictureFinder pictures) {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_TEXT = 1 << 16;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(MAX_TEXT)
                                    .maxNameLength(MAX_TEXT)
                                    .build())
                    .build();

    /// One element of a list, as far as it matters; 0 and "" for what is not there.
    private record Element(long id, long imageId, String fileName, String caption) {}

    private interface ElementReader {
        /// @return whether to go on
        boolean read(long row, Element element, long position) throws DataException;
    }

    /// A parser that refuses what is not UTF-8 and what no file of this layout holds.
    ///
    /// @return the caller closes it
    static JsonParser open(Path file) throws IOException {
        // A reader of its own: Jackson's byte parser lets some wrong bytes through.
        InputStream input = Files.newInputStream(file);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        return JSON.createParser(ObjectReadContext.empty(), new InputStreamReader(input, decoder));
    }

    void read(Path file, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, DataException {
        var names = new HashMap<Long, String>();
        each(
                file,
                "images",
                builder,
                (row, image, position) -> {
                    names.put(image.id(), image.fileName());
                    return watch.goesOn(row, 0);
                });
        each(
                file,
                "annotations",
                builder,
                (row, annotation, position) -> {
                    add(row, annotation, names, builder);
                    return watch.goesOn(row, position);
                });
    }

    private void add(long row, Element annotation, Map<Long, String> names, DatasetBuilder builder)
            throws DataException {
        try {
            String name = names.get(annotation.imageId());
            if (name == null) {
                throw new RefusedRowException(
                        Reason.FIELD_MISSING, "images: id " + annotation.imageId());
            }
            var sample =
                    captions.sample(
                            name + "#" + annotation.id(),
                            pictures.find(name),
                            annotation.caption());
            builder.add(row, sample);
        } catch (RefusedRowException e) {
            builder.problem(row, e);
        }
    }

    private static void each(Path file, String list, DatasetBuilder builder, ElementReader reader)
            throws IOException, DataException {
        long row = 0;
        try (var parser = open(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals(list);
                if (parser.nextToken() != JsonToken.START_ARRAY || !wanted) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    row++;
                    var position = parser.currentLocation().getCharOffset();
                    if (!reader.read(row, element(parser), position)) {
                        return;
                    }
                }
            }
        } catch (JacksonException e) {
            builder.problem(
                    row + 1,
                    Reason.UNREADABLE,
                    list + ": " + Words.shortened(e.getOriginalMessage()));
        }
    }

    private static Element element(JsonParser parser) {
        long id = 0;
        long imageId = 0;
        String fileName = "";
        String caption = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            var token = parser.nextToken();
            switch (field) {
                case "id" -> id = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                case "image_id" ->
                        imageId = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                case "file_name" ->
                        fileName = token == JsonToken.VALUE_STRING ? parser.getString() : "";
                case "caption" ->
                        caption = token == JsonToken.VALUE_STRING ? parser.getString() : "";
                default -> {}
            }
            parser.skipChildren();
        }
        return new Element(id, imageId, fileName, caption);
    }
}
