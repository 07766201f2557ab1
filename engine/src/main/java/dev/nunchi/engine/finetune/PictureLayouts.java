package dev.nunchi.engine.finetune;

import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.model.PictureLayout;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How a model's prompts lay out pictures in files, each alone in its prompt.
///
/// Where pictures are tiled, that depends on their size, which is read once. Safe for several
/// threads.
public final class PictureLayouts {
    private final LlavaConfig config;
    private final Map<Path, Size> sizes = new ConcurrentHashMap<>();

    public PictureLayouts(LlavaConfig config) {
        this.config = config;
    }

    /// @throws PictureException if its size is needed and cannot be read
    PictureLayout of(Path picture) throws PictureException {
        if (config.tiling().isEmpty()) {
            return PictureLayout.whole(config.imageTokens());
        }
        var size = sizes.get(picture);
        if (size == null) {
            size = PictureReader.size(picture);
            sizes.put(picture, size);
        }
        return PictureLayout.of(config, size.width(), size.height(), 1);
    }
}
