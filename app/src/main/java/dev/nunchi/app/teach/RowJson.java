package dev.nunchi.app.teach;

import dev.nunchi.engine.data.DataOptions;
import dev.nunchi.engine.data.DataRow;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.text.Role;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Instruction rows as JSON objects.
final class RowJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MARKER = "<image>";

    private RowJson() {}

    /// @param row with samples
    static InstructionRow read(DataRow row) throws BadFieldException {
        var node = JSON.readTree(row.json());
        if (!node.has("conversations") && !node.has("messages")) {
            throw new BadFieldException("conversations");
        }
        Sample sample = row.samples().getFirst();
        Path picture = sample.picture().orElseThrow(() -> new BadFieldException("image"));
        return new InstructionRow(
                sample.id(),
                new Scene(picture, captions(node), boxes(node)),
                sample.type(),
                sample.turns(),
                provenance(node.path("provenance")));
    }

    /// What any row says about its picture, in fields of ours.
    ///
    /// @param image the picture's name
    record Symbols(String image, List<String> captions, List<Box> boxes) {
        /// @param row refused as something to learn from, maybe, but with text that is JSON
        static Symbols read(DataRow row) throws BadFieldException {
            JsonNode node;
            try {
                node = JSON.readTree(row.json());
            } catch (JacksonException _) {
                node = JSON.createObjectNode();
            }
            return new Symbols(
                    node.path("image").asString(""), RowJson.captions(node), RowJson.boxes(node));
        }

        /// The picture of a row with boxes alone, which is no row to learn from.
        Optional<Path> picture(Path file, DataOptions options) {
            return boxes.isEmpty() || image.isEmpty()
                    ? Optional.empty()
                    : DataRows.picture(file, options, image);
        }
    }

    private static List<String> captions(JsonNode row) {
        var captions = new ArrayList<String>();
        for (var caption : row.path("captions")) {
            captions.add(caption.asString(""));
        }
        captions.removeIf(String::isBlank);
        return captions;
    }

    private static List<Box> boxes(JsonNode row) throws BadFieldException {
        try {
            return BoxJson.read(row.path("objects"));
        } catch (IllegalArgumentException e) {
            throw new BadFieldException("objects: " + e.getMessage());
        }
    }

    private static Provenance provenance(JsonNode node) throws BadFieldException {
        String teacher = node.path("teacher").asString("");
        if (teacher.isEmpty()) {
            return Provenance.unknown();
        }
        try {
            return new Provenance(
                    teacher,
                    node.path("prompts").asString(""),
                    node.path("seed").asLong(0),
                    Instant.parse(node.path("made").asString("")),
                    Optional.of(node.path("request").asString("")).filter(key -> !key.isEmpty()));
        } catch (DateTimeException _) {
            throw new BadFieldException("provenance: made");
        }
    }

    /// A row as one line, without its end.
    ///
    /// @param image the picture's name in the file
    static String line(InstructionRow row, String image) {
        var json = JSON.createObjectNode();
        json.put("id", row.id());
        json.put("image", image);
        json.put("type", row.type().word());
        write(row.turns(), row.id(), json);
        var captions = json.putArray("captions");
        row.scene().captions().forEach(captions::add);
        BoxJson.write(row.scene().boxes(), json);
        write(row.provenance(), json);
        return JSON.writeValueAsString(json);
    }

    private static void write(List<SampleTurn> turns, String id, ObjectNode json) {
        var list = json.putArray("conversations");
        boolean first = true;
        for (var turn : turns) {
            String text = turn.text();
            if (first && turn.role() == Role.USER) {
                text = marked(text, id);
                first = false;
            }
            list.addObject().put("from", speaker(turn.role())).put("value", text);
        }
    }

    /// The paper puts the picture before or after the first question, at random. The row's id
    /// decides, so that a row that is read and written again stays as it is.
    private static String marked(String question, String id) {
        return (id.hashCode() & 1) == 0 ? MARKER + "\n" + question : question + "\n" + MARKER;
    }

    private static String speaker(Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "human";
            case ASSISTANT -> "gpt";
        };
    }

    private static void write(Provenance provenance, ObjectNode json) {
        if (provenance.isKnown()) {
            var node = json.putObject("provenance");
            node.put("teacher", provenance.teacher());
            node.put("prompts", provenance.prompts());
            node.put("seed", provenance.seed());
            node.put("made", provenance.made().toString());
            provenance.request().ifPresent(key -> node.put("request", key));
        }
    }
}
