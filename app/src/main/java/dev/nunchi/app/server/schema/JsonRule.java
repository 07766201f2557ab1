package dev.nunchi.app.server.schema;

import dev.nunchi.engine.generate.TextRule;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// From a [JSON Schema](https://json-schema.org/draft/2020-12) to what an answer may read.
///
/// Understood are `type` (one or several), `properties`, `required`, `items`, `minItems` and
/// `maxItems` up to [#MOST_ITEMS], `enum`, `const`, `anyOf`, `$ref` into the schema itself, and
/// words for people. An object has the properties that are named, in their order, and no others:
/// that meets a schema that allows more, too. Every other keyword is refused by its name, since an
/// answer that passes it over would not be what was asked for.
public final class JsonRule {
    /// Grammars grow with it.
    static final int MOST_ITEMS = 256;

    private static final int MOST_DEPTH = 64;

    private static final Set<String> FOR_PEOPLE =
            Set.of(
                    "title",
                    "description",
                    "default",
                    "examples",
                    "example",
                    "deprecated",
                    "readOnly",
                    "writeOnly",
                    "$schema",
                    "$id",
                    "$comment",
                    "$defs",
                    "definitions");
    private static final Set<String> KEYWORDS =
            Set.of(
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "minItems",
                    "maxItems",
                    "enum",
                    "const",
                    "anyOf",
                    "$ref");

    private final JsonNode root;
    private final Map<String, Grammar> named = new HashMap<>();

    private JsonRule(JsonNode root) {
        this.root = root;
    }

    /// Any JSON object.
    public static TextRule anyObject() {
        return GrammarState.of(JsonGrammar.ANY_OBJECT);
    }

    /// JSON that a schema allows.
    ///
    /// @throws SchemaException if it says something that is not understood
    public static TextRule of(JsonNode schema) throws SchemaException {
        return GrammarState.of(new JsonRule(schema).grammar(new Place(schema, "", 0, Set.of())));
    }

    /// @param path as a JSON pointer
    /// @param depth of nesting, references followed
    /// @param names other names of this very place: references that were followed to it
    private record Place(JsonNode schema, String path, int depth, Set<String> names) {
        /// A part, which an answer comes to after other characters.
        Place inside(String step, JsonNode inner) {
            return new Place(inner, path + "/" + step, depth + 1, Set.of());
        }

        /// Another way to see the same place.
        Place as(String step, JsonNode inner) {
            return new Place(inner, path + "/" + step, depth + 1, names);
        }

        Place named(String target, JsonNode inner) {
            var all = new HashSet<>(names);
            all.add(target);
            return new Place(inner, target.substring(1), depth + 1, Set.copyOf(all));
        }

        SchemaException wrong(String message) {
            return new SchemaException(path, message);
        }
    }

    private Grammar grammar(Place place) throws SchemaException {
        var schema = place.schema();
        if (schema.isBoolean() && schema.booleanValue()) {
            return JsonGrammar.ANY;
        }
        if (!schema.isObject()) {
            throw place.wrong("is no schema");
        }
        if (place.depth() > MOST_DEPTH) {
            throw place.wrong("is nested too deeply");
        }
        for (String keyword : schema.propertyNames()) {
            if (!KEYWORDS.contains(keyword) && !FOR_PEOPLE.contains(keyword)) {
                throw place.wrong("'" + keyword + "' is not supported");
            }
        }
        if (schema.has("$ref")) {
            return reference(place, schema.path("$ref").asString(""));
        }
        if (schema.has("const")) {
            return JsonGrammar.exactly(schema.path("const"));
        }
        if (schema.has("enum")) {
            return choice(place);
        }
        if (schema.has("anyOf")) {
            return anyOf(place);
        }
        return typed(place);
    }

    /// Each is built once, so that a schema may hold itself.
    private Grammar reference(Place place, String target) throws SchemaException {
        if (place.names().contains(target)) {
            throw place.wrong("'$ref' leads in a circle: " + target);
        }
        if (!named.containsKey(target)) {
            named.put(target, JsonGrammar.NULL);
            named.put(target, grammar(place.named(target, referred(place, target))));
        }
        return new Grammar.Later(() -> named.getOrDefault(target, JsonGrammar.NULL));
    }

    private JsonNode referred(Place place, String target) throws SchemaException {
        if (!target.equals("#") && !target.startsWith("#/")) {
            throw place.wrong("'$ref' leads out of the schema: " + target);
        }
        var schema = root.at(target.substring(1));
        if (schema.isMissingNode()) {
            throw place.wrong("'$ref' leads to nothing: " + target);
        }
        return schema;
    }

    private static Grammar choice(Place place) throws SchemaException {
        var values = place.schema().path("enum");
        if (!values.isArray() || values.isEmpty()) {
            throw place.wrong("'enum' is no list of values");
        }
        var options = new ArrayList<Grammar>();
        values.forEach(value -> options.add(JsonGrammar.exactly(value)));
        return new Grammar.Choice(options);
    }

    private Grammar anyOf(Place place) throws SchemaException {
        var schemas = place.schema().path("anyOf");
        if (!schemas.isArray() || schemas.isEmpty()) {
            throw place.wrong("'anyOf' is no list of schemas");
        }
        var options = new ArrayList<Grammar>();
        for (int i = 0; i < schemas.size(); i++) {
            options.add(grammar(place.as("anyOf/" + i, schemas.path(i))));
        }
        return new Grammar.Choice(options);
    }

    private Grammar typed(Place place) throws SchemaException {
        var type = place.schema().path("type");
        if (type.isString()) {
            return typed(place, type.stringValue());
        }
        if (type.isArray() && !type.isEmpty()) {
            var options = new ArrayList<Grammar>();
            for (var one : type) {
                options.add(typed(place, one.asString("")));
            }
            return new Grammar.Choice(options);
        }
        if (place.schema().has("properties")) {
            return typed(place, "object");
        }
        if (place.schema().has("items")) {
            return typed(place, "array");
        }
        return JsonGrammar.ANY;
    }

    private Grammar typed(Place place, String type) throws SchemaException {
        return switch (type) {
            case "string" -> JsonGrammar.TEXT;
            case "integer" -> JsonGrammar.INTEGER;
            case "number" -> JsonGrammar.NUMBER;
            case "boolean" -> JsonGrammar.BOOLEAN;
            case "null" -> JsonGrammar.NULL;
            case "array" -> array(place);
            case "object" -> object(place);
            default -> throw place.wrong("type '" + type + "' is not supported");
        };
    }

    private Grammar array(Place place) throws SchemaException {
        var schema = place.schema();
        var item =
                schema.has("items")
                        ? grammar(place.inside("items", schema.path("items")))
                        : JsonGrammar.ANY;
        int least = bound(place, "minItems", 0);
        int most = bound(place, "maxItems", Integer.MAX_VALUE);
        if (least > most) {
            throw place.wrong("'minItems' is more than 'maxItems'");
        }
        return JsonGrammar.list(item, least, most);
    }

    private static int bound(Place place, String keyword, int absent) throws SchemaException {
        var bound = place.schema().path(keyword);
        if (bound.isMissingNode()) {
            return absent;
        }
        if (!bound.isInt() || bound.intValue() < 0 || bound.intValue() > MOST_ITEMS) {
            throw place.wrong("'" + keyword + "' is not in 0.." + MOST_ITEMS);
        }
        return bound.intValue();
    }

    private Grammar object(Place place) throws SchemaException {
        var schema = place.schema();
        var additional = schema.path("additionalProperties");
        if (!additional.isMissingNode() && !additional.isBoolean()) {
            throw place.wrong("a schema in 'additionalProperties' is not supported");
        }
        var properties = schema.path("properties");
        var required = schema.path("required");
        var needed = new ArrayList<String>();
        required.forEach(name -> needed.add(name.asString("")));
        for (String name : needed) {
            if (!properties.has(name)) {
                throw place.wrong("'" + name + "' is required and no property");
            }
        }
        if (properties.isEmpty()) {
            return additional.isBoolean() && !additional.booleanValue()
                    ? JsonGrammar.object(List.of())
                    : JsonGrammar.ANY_OBJECT;
        }
        return JsonGrammar.object(members(place, needed));
    }

    private List<JsonGrammar.Member> members(Place place, List<String> needed)
            throws SchemaException {
        var properties = place.schema().path("properties");
        var members = new ArrayList<JsonGrammar.Member>();
        for (String name : properties.propertyNames()) {
            var value = grammar(place.inside("properties/" + name, properties.path(name)));
            members.add(
                    new JsonGrammar.Member(
                            StringNode.valueOf(name),
                            value,
                            needed.contains(name)
                                    ? JsonGrammar.Member.Need.REQUIRED
                                    : JsonGrammar.Member.Need.OPTIONAL));
        }
        return members;
    }
}
