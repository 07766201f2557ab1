package dev.nunchi.engine.text.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Each probe holds a template, its variables and what the reference implementation writes.
class JinjaProbesTest {
    @TestFactory
    Stream<DynamicTest> probesRenderAsTheReferenceDoes() throws Exception {
        var file = Golden.repository().resolve("src/conformance/jinja-probes.json");
        var probes = JsonMapper.shared().readTree(Files.readString(file));
        assertEquals(52, probes.size());
        return StreamSupport.stream(probes.spliterator(), false)
                .map(p -> DynamicTest.dynamicTest(p.get("name").asString(), () -> check(p)));
    }

    private static void check(JsonNode probe) throws Exception {
        var variables = new HashMap<String, Value>();
        probe.get("ctx").properties().forEach(e -> variables.put(e.getKey(), value(e.getValue())));
        var template = JinjaTemplate.parse(probe.get("t").asString());
        assertEquals(probe.get("want").asString(), template.render(variables).string());
    }

    private static Value value(JsonNode node) {
        if (node.isString()) {
            return Text.content(node.asString());
        }
        if (node.isBoolean()) {
            return node.asBoolean() ? Value.TRUE : Value.FALSE;
        }
        if (node.isArray()) {
            return new Value.Seq(node.valueStream().map(JinjaProbesTest::value).toList());
        }
        var entries = new LinkedHashMap<Value, Value>();
        node.properties().forEach(e -> entries.put(Text.layout(e.getKey()), value(e.getValue())));
        return new Value.Dict(entries);
    }
}
