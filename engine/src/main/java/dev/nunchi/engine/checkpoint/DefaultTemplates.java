package dev.nunchi.engine.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Chat templates of LLaVA models that came without one, as the first did: the original program
/// chose the layout of a conversation by the model's name.
///
/// Source: `llava/conversation.py` of LLaVA 1.2 (`vicuna_v1`, `mistral_instruct`, `chatml_direct`).
final class DefaultTemplates {
    private static final Map<String, String> BY_FAMILY =
            Map.of("Llama", "vicuna_v1", "Mistral", "mistral", "Qwen2", "chatml");

    private DefaultTemplates() {}

    /// Empty for a model that cannot see: what it was trained to read cannot be told.
    static Optional<String> of(LlavaConfig config) {
        return config.vision()
                .map(_ -> config.language().family())
                .map(BY_FAMILY::get)
                .map(DefaultTemplates::read);
    }

    private static String read(String name) {
        String file = name + ".jinja";
        try (var in = DefaultTemplates.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not among the program's files");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
