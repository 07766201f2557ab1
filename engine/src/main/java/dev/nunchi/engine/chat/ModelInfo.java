package dev.nunchi.engine.chat;

import java.util.List;

/// What the window needs to know of an open model.
///
/// @param name as in the library
/// @param contextLength tokens of prompt and answer together
/// @param tokensPerPicture 0 when the model takes no pictures; the fewest when they vary
/// @param tokensVary whether a picture takes the more tokens the larger it is
/// @param device the device it really runs on, e.g. `cpu`
/// @param adapters the names of those that it was opened with
/// @param threads that each session computes with; 0 if not known
public record ModelInfo(
        String name,
        int contextLength,
        int tokensPerPicture,
        boolean tokensVary,
        String device,
        List<String> adapters,
        int threads) {
    public ModelInfo {
        adapters = List.copyOf(adapters);
    }

    /// A model that gives all pictures as many tokens.
    public ModelInfo(
            String name,
            int contextLength,
            int tokensPerPicture,
            String device,
            List<String> adapters) {
        this(name, contextLength, tokensPerPicture, false, device, adapters);
    }

    /// A model whose threads nobody counts.
    public ModelInfo(
            String name,
            int contextLength,
            int tokensPerPicture,
            boolean tokensVary,
            String device,
            List<String> adapters) {
        this(name, contextLength, tokensPerPicture, tokensVary, device, adapters, 0);
    }

    public boolean acceptsPictures() {
        return tokensPerPicture > 0;
    }
}
