package dev.nunchi.engine.checkpoint;

import java.util.Map;
import java.util.TreeMap;

/// The families of language models that can be opened, by `model_type`.
final class TextFamilies {
    static final Map<String, TextFamily> BY_MODEL_TYPE =
            new TreeMap<>(
                    Map.of(
                            "llama", new LlamaFamily(),
                            "mistral", new MistralFamily(),
                            "qwen2", new QwenFamily(),
                            "gemma", new GemmaFamily(),
                            "phi3", new PhiFamily(),
                            "stablelm", new StableLmFamily()));

    private TextFamilies() {}
}
