package dev.nunchi.engine.checkpoint;

import java.util.Optional;

/// What a checkpoint says about conversations.
record ModelTexts(
        Optional<String> chatTemplate,
        SpecialTokenTexts specialTokens,
        GenerationDefaults generation) {}
