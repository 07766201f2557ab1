package dev.nunchi.engine.chat;

/// What the window needs to know of an open model.
///
/// @param name as in the library
/// @param contextLength tokens of prompt and answer together
/// @param tokensPerPicture 0 when the model takes no pictures
/// @param device the device it really runs on, e.g. `cpu`
public record ModelInfo(String name, int contextLength, int tokensPerPicture, String device) {
    public boolean acceptsPictures() {
        return tokensPerPicture > 0;
    }
}
