package dev.nunchi.app.server.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.generate.TextRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

class JsonRuleTest {
    private static final String PERSON =
            """
            {"type": "object",
             "properties": {
               "name": {"type": "string"},
               "age": {"type": "integer"},
               "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2}},
             "required": ["name", "tags"],
             "additionalProperties": false}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"Ann\",\"tags\":[]}",
                "{\"name\": \"강아지\", \"age\": -3, \"tags\": [\"a\", \"b\"]}",
                "{\"name\":\"a\\\"b\\u00e9\\n\",\"age\":0,\"tags\":[\"b\"]}"
            })
    void objectOfTheSchemaIsAllowed(String text) throws SchemaException {
        assertTrue(allows(PERSON, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tags\":[]}",
                "{\"name\":\"Ann\"}",
                "{\"name\":\"Ann\",\"tags\":[\"c\"]}",
                "{\"name\":\"Ann\",\"tags\":[\"a\",\"a\",\"a\"]}",
                "{\"name\":\"Ann\",\"age\":1.5,\"tags\":[]}",
                "{\"name\":\"Ann\",\"age\":01,\"tags\":[]}",
                "{\"name\":\"Ann\",\"tags\":[],\"more\":1}",
                "{\"name\":\"A\nb\",\"tags\":[]}",
                "{\"name\":\"Ann\",\"tags\":[]} "
            })
    void otherTextIsRefused(String text) throws SchemaException {
        assertFalse(allows(PERSON, text));
    }

    @Test
    void optionalPropertiesMayAllBeLeftOut() throws SchemaException {
        String schema = "{\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}}";
        assertTrue(allows(schema, "{}"));
        assertTrue(allows(schema, "{\"b\":null}"));
        assertTrue(allows(schema, "{\"a\":null,\"b\":null}"));
        assertFalse(allows(schema, "{,\"b\":null}"));
    }

    @Test
    void schemaMayHoldItself() throws SchemaException {
        String tree =
                """
                {"$ref": "#/$defs/node",
                 "$defs": {"node": {"type": "object",
                   "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}},
                   "required": ["next"]}}}
                """;
        assertTrue(allows(tree, "{\"next\":{\"next\":null}}"));
        assertFalse(allows(tree, "{\"next\":{}}"));
    }

    @Test
    void anyObjectTakesWhatJsonHas() {
        var rule = JsonRule.anyObject();
        assertTrue(allows(rule, "{\"a\": [1, -2.5e+10, true, null, {\"b\": \"c\"}], \"d\": {}}"));
        assertFalse(allows(rule, "[1]"));
    }

    @Test
    void textBeyondAsciiInAnEnumIsEscaped() throws SchemaException {
        assertTrue(allows("{\"enum\":[\"네\"]}", "\"\\ub124\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"type\":\"string\",\"pattern\":\"a+\"} | 'pattern' is not supported",
                "{\"type\":\"integer\",\"minimum\":1} | 'minimum' is not supported",
                "{\"oneOf\":[{\"type\":\"null\"}]} | 'oneOf' is not supported",
                "{\"type\":\"date\"} | type 'date' is not supported",
                "{\"$ref\":\"https://example.org/x\"} | leads out of the schema",
                "{\"$ref\":\"#\"} | leads in a circle",
                "{\"anyOf\":[{\"$ref\":\"#\"}]} | leads in a circle",
                "{\"type\":\"array\",\"maxItems\":100000} | 'maxItems' is not in 0..256",
                "{\"required\":[\"a\"],\"properties\":{\"b\":{}}} | 'a' is required",
                "3 | is no schema"
            })
    void schemaThatIsNotUnderstoodIsRefusedByName(String schema, String why) {
        var refused = assertThrows(SchemaException.class, () -> allows(schema.strip(), ""));
        assertTrue(refused.getMessage().contains(why.strip()), refused.getMessage());
    }

    @Test
    void placeOfAFaultIsNamed() {
        String schema = "{\"properties\":{\"a\":{\"items\":{\"format\":\"uri\"}}}}";
        var refused = assertThrows(SchemaException.class, () -> allows(schema, ""));
        assertEquals(
                "schema at /properties/a/items: 'format' is not supported", refused.getMessage());
    }

    private static boolean allows(String schema, String text) throws SchemaException {
        return allows(JsonRule.of(new JsonMapper().readTree(schema)), text);
    }

    private static boolean allows(TextRule rule, String text) {
        var state = Optional.of(rule);
        for (int i = 0; i < text.length() && state.isPresent(); i++) {
            state = state.get().after(text.charAt(i));
        }
        return state.isPresent() && state.get().mayEnd();
    }
}
