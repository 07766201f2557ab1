package dev.nunchi.app.judge;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads files with one JSON object a line.
final class JsonLines {
    private static final JsonMapper JSON = new JsonMapper();

    /// A line that is not empty.
    ///
    /// @param number from 1
    record Line(String source, int number, JsonNode json) {
        DataException refuse(String problem) {
            return new DataException(source, number, problem);
        }

        /// A field's text; numbers count as text, so that ids of both kinds do.
        ///
        /// @throws DataException if it is missing, empty or no text
        String string(String field) throws DataException {
            var value = json.path(field);
            if ((!value.isString() && !value.isNumber()) || value.asString().isBlank()) {
                throw refuse("'%s' is missing".formatted(field));
            }
            return value.asString();
        }
    }

    private JsonLines() {}

    static List<Line> read(Path file) throws EngineException {
        String source = String.valueOf(file.getFileName());
        var lines = new ArrayList<Line>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    lines.add(new Line(source, number, object(source, number, text)));
                }
            }
        } catch (CharacterCodingException e) {
            throw new DataException(source, 0, "is no text in UTF-8");
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
        return lines;
    }

    private static JsonNode object(String source, int number, String text) throws DataException {
        try {
            var json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw new DataException(source, number, "is no JSON: " + e.getOriginalMessage());
        }
        throw new DataException(source, number, "is JSON, but no object");
    }
}
