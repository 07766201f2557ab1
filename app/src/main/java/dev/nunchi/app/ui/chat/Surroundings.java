package dev.nunchi.app.ui.chat;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/// What the chat needs of the window around it.
///
/// @param samples pictures to try; may be empty
/// @param openLink opens an address outside the program
/// @param openModels goes to the page where models are chosen and imported
public record Surroundings(List<Sample> samples, Consumer<URI> openLink, Runnable openModels) {
    public Surroundings {
        samples = List.copyOf(samples);
    }
}
