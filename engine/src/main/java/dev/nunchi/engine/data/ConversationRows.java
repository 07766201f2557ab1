package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A row with a conversation: LLaVA's `conversations` of `from` and `value`, or the `messages` of
/// `role` and `content` that ShareGPT's descendants have, with `image` or `images`.
final class ConversationRows {
    private static final List<String> TURN_LISTS = List.of("conversations", "messages");
    private static final List<String> SPEAKERS = List.of("from", "role");
    private static final List<String> TEXTS = List.of("value", "content");
    private static final List<String> PICTURE_LISTS = List.of("image", "images");
    private static final List<String> PICTURE_PARTS = List.of("path", "image", "url", "image_url");

    private final Optional<SampleType> fileType;

    /// @param fileType what the file's name says that its rows are
    ConversationRows(Optional<SampleType> fileType) {
        this.fileType = fileType;
    }

    /// Whether a row is of this layout.
    static boolean matches(JsonRow row) {
        return TURN_LISTS.stream().anyMatch(row::has);
    }

    /// A sample, and whether its texts hold markers that mean nothing.
    record Reading(Sample sample, List<RowProblem.Reason> remarks) {}

    /// @param number from 1; stands for an id that is not there
    Reading read(JsonRow row, long number, PictureFinder pictures) throws RefusedRowException {
        var spoken = turns(row);
        var name = picture(row, spoken);
        Optional<Path> picture = Optional.empty();
        if (name.isPresent()) {
            picture = Optional.of(pictures.find(name.get()));
        }
        TurnOrder.check(spoken.turns(), picture.isPresent());
        var remarks = new ArrayList<Reason>();
        var turns = plain(PictureMarker.removed(spoken.turns(), picture.isPresent(), remarks));
        String id = row.text("id").orElse("row " + number);
        return new Reading(new Sample(id, picture, type(row, turns, remarks), turns), remarks);
    }

    /// A question that was the picture's marker alone is none: what is left is the plain form.
    private static List<SampleTurn> plain(List<SampleTurn> turns) {
        return turns.size() == 2 && turns.getFirst().text().isEmpty() ? turns.subList(1, 2) : turns;
    }

    /// @param pictures names in the parts of messages
    private record Spoken(List<SampleTurn> turns, List<String> pictures) {}

    private static Spoken turns(JsonRow row) throws RefusedRowException {
        String list = TURN_LISTS.stream().filter(row::has).findFirst().orElseThrow();
        var turns = new ArrayList<SampleTurn>();
        var pictures = new ArrayList<String>();
        for (var turn : row.node().get(list)) {
            turns.add(new SampleTurn(role(turn), text(turn, pictures)));
        }
        return new Spoken(turns, pictures);
    }

    private static Role role(JsonNode turn) throws RefusedRowException {
        String speaker = field(turn, SPEAKERS).asString("");
        return switch (speaker.toLowerCase(Locale.ROOT)) {
            case "human", "user" -> Role.USER;
            case "gpt", "assistant", "chatgpt", "bot", "model" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw new RefusedRowException(Reason.UNKNOWN_ROLE, Words.shortened(speaker));
        };
    }

    /// A turn's words; a content of several parts has its texts joined.
    private static String text(JsonNode turn, List<String> pictures) throws RefusedRowException {
        var content = field(turn, TEXTS);
        if (content.isString()) {
            return content.asString().strip();
        }
        if (!content.isArray()) {
            throw new RefusedRowException(Reason.FIELD_MISSING, String.join(", ", TEXTS));
        }
        var texts = new ArrayList<String>();
        for (var part : content) {
            if (part.path("text").isString()) {
                texts.add(part.get("text").asString());
            } else {
                pictureName(part).ifPresent(pictures::add);
            }
        }
        return String.join("\n", texts).strip();
    }

    private static JsonNode field(JsonNode turn, List<String> names) {
        return names.stream()
                .map(turn::path)
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .orElseGet(() -> turn.path(names.getFirst()));
    }

    private static Optional<String> picture(JsonRow row, Spoken spoken) throws RefusedRowException {
        var names = new ArrayList<>(spoken.pictures());
        for (String field : PICTURE_LISTS) {
            var value = row.node().path(field);
            var elements = value.isArray() ? value.valueStream() : Stream.of(value);
            elements.flatMap(element -> pictureName(element).stream()).forEach(names::add);
        }
        var distinct = names.stream().distinct().toList();
        if (distinct.size() > 1) {
            throw new RefusedRowException(Reason.SEVERAL_PICTURES, distinct.size() + "");
        }
        return distinct.stream().findFirst();
    }

    private static Optional<String> pictureName(JsonNode value) {
        if (value.isString()) {
            return value.asString().isEmpty() ? Optional.empty() : Optional.of(value.asString());
        }
        return PICTURE_PARTS.stream()
                .map(value::path)
                .filter(part -> part.isString() || part.isObject())
                .findFirst()
                .flatMap(ConversationRows::pictureName);
    }

    private SampleType type(JsonRow row, List<SampleTurn> turns, List<Reason> remarks) {
        var word = row.text("type");
        var type = word.flatMap(SampleType::parse);
        if (word.isPresent() && type.isEmpty()) {
            remarks.add(Reason.UNKNOWN_TYPE);
        }
        return type.or(() -> fileType).orElseGet(() -> TypeGuess.of(turns));
    }
}
