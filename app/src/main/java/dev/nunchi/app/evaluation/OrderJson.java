package dev.nunchi.app.evaluation;

import dev.nunchi.app.evaluation.EvaluationOrder.Ablated;
import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.evaluation.EvaluationOrder.Helpers;
import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.judge.Sight;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.engine.error.DataException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// An order of an evaluation as a file.
final class OrderJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private OrderJson() {}

    /// An order, and when it was given.
    record Dated(EvaluationOrder order, Instant begun) {}

    static String write(Dated dated) {
        var order = dated.order();
        var json = JSON.createObjectNode();
        json.put("begun", dated.begun().toString());
        write(order.material(), json.putObject("material"));
        var candidates = json.putArray("candidates");
        order.candidates().forEach(who -> write(who, candidates.addObject()));
        var extras = json.putArray("extras");
        order.extras().forEach(extra -> write(extra, extras.addObject()));
        order.helpers().teacher().ifPresent(who -> write(who, json.putObject("teacher")));
        order.helpers().judge().ifPresent(who -> write(who, json.putObject("judge")));
        json.put("blind", order.blind().word());
        order.ablation()
                .ifPresent(ablated -> {
                    var node = json.putObject("ablation").put("data", ablated.data().toString());
                    ablated.steps().ifPresent(steps -> node.put("steps", steps));
                });
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void write(Material material, ObjectNode json) {
        json.put("source", material.source().toString());
        switch (material) {
            case Material.Questions(_, var pictures) -> {
                json.put("kind", "questions");
                pictures.ifPresent(folder -> json.put("folder", folder.toString()));
            }
            case Material.Built(_, int pictures) ->
                    json.put("kind", "built").put("pictures", pictures);
            case Material.Captions(_, int pictures) ->
                    json.put("kind", "captions").put("pictures", pictures);
        }
    }

    private static void write(Extra extra, ObjectNode json) {
        switch (extra) {
            case Extra.Bare(String model) -> json.put("bare", model);
            case Extra.Recorded(Path answers) -> json.put("answers", answers.toString());
        }
    }

    private static void write(Answerer who, ObjectNode json) {
        json.put("model", who.model());
        who.adapter().ifPresent(adapter -> json.put("adapter", adapter));
        who.endpoint().ifPresent(endpoint -> json.put("endpoint", endpoint));
    }

    /// @param name of the file, for what is said about it
    /// @throws DataException if it is no order
    static Dated read(String name, String text) throws DataException {
        try {
            var json = JSON.readTree(text);
            var order =
                    new EvaluationOrder(
                            material(json.path("material")),
                            answerers(json.path("candidates")),
                            extras(json.path("extras")),
                            new Helpers(
                                    answerer(json.path("teacher")), answerer(json.path("judge"))),
                            Sight.valueOf(json.path("blind").asString("").toUpperCase(Locale.ROOT)),
                            ablated(json.path("ablation")));
            return new Dated(order, Instant.parse(json.path("begun").asString("")));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new DataException(name, 0, "is no order of an evaluation: " + e.getMessage());
        }
    }

    private static Material material(JsonNode json) {
        Path source = path(json, "source");
        int pictures = json.path("pictures").asInt(0);
        return switch (json.path("kind").asString("")) {
            case "questions" ->
                    new Material.Questions(
                            source,
                            json.has("folder")
                                    ? Optional.of(path(json, "folder"))
                                    : Optional.empty());
            case "built" -> new Material.Built(source, pictures);
            case "captions" -> new Material.Captions(source, pictures);
            default -> throw new IllegalArgumentException("no kind of material");
        };
    }

    private static Path path(JsonNode json, String field) {
        try {
            return Path.of(json.path(field).asString(""));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(field, e);
        }
    }

    private static List<Answerer> answerers(JsonNode json) {
        var all = new ArrayList<Answerer>();
        json.forEach(node -> answerer(node).ifPresent(all::add));
        return all;
    }

    /// @param json missing in orders of an older version
    private static List<Extra> extras(JsonNode json) {
        var all = new ArrayList<Extra>();
        json.forEach(node ->
                all.add(
                        text(node, "bare")
                                .<Extra>map(Extra.Bare::new)
                                .orElseGet(() -> new Extra.Recorded(path(node, "answers")))));
        return all;
    }

    private static Optional<Answerer> answerer(JsonNode json) {
        return text(json, "model")
                .map(model -> new Answerer(model, text(json, "adapter"), text(json, "endpoint")));
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field).asString("")).filter(text -> !text.isEmpty());
    }

    private static Optional<Ablated> ablated(JsonNode json) {
        if (!json.has("data")) {
            return Optional.empty();
        }
        var steps =
                json.has("steps")
                        ? OptionalLong.of(json.path("steps").asLong(0))
                        : OptionalLong.empty();
        return Optional.of(new Ablated(path(json, "data"), steps));
    }
}
