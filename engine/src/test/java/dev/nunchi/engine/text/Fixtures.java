package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.testing.Golden;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads the reference fixtures that concern text.
final class Fixtures {
    private Fixtures() {}

    /// @param name a path below `golden`
    static String text(String name) throws IOException {
        return Files.readString(Golden.path(name));
    }

    static JsonNode json(String name) throws IOException {
        return JsonMapper.shared().readTree(text(name));
    }

    static int[] ints(JsonNode numbers) {
        return numbers.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    /// The whole numbers of a tensor of 64-bit integers in a safetensors file.
    static int[] ids(Path safetensors, String tensor) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(safetensors)).order(ByteOrder.LITTLE_ENDIAN);
        int headerSize = Math.toIntExact(bytes.getLong());
        var header = new String(bytes.array(), Long.BYTES, headerSize, StandardCharsets.UTF_8);
        var entry = JsonMapper.shared().readTree(header).get(tensor);
        assertEquals("I64", entry.get("dtype").asString());
        var offsets = ints(entry.get("data_offsets"));
        var data = bytes.slice(Long.BYTES + headerSize + offsets[0], offsets[1] - offsets[0]);
        var values = new long[data.remaining() / Long.BYTES];
        data.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    static List<Message> messages(JsonNode nodes) {
        var messages = new ArrayList<Message>();
        for (var node : nodes) {
            var role = Role.valueOf(node.get("role").asString().toUpperCase(Locale.ROOT));
            int pictures = 0;
            var text = new StringBuilder(node.get("content").asString(""));
            for (var part : node.get("content")) {
                pictures += part.get("type").asString().equals("image") ? 1 : 0;
                text.append(part.path("text").asString(""));
            }
            messages.add(new Message(role, pictures, text.toString()));
        }
        return messages;
    }
}
