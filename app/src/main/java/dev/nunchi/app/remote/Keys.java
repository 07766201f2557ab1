package dev.nunchi.app.remote;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Secret;

import java.util.Optional;

/// Finds the key of an endpoint.
final class Keys {
    private Keys() {}

    /// @return empty if it has none, or if the variable that should hold it holds none
    static Optional<String> of(Endpoint endpoint) {
        var key = endpoint.key();
        if (!key.isPresent()) {
            return Optional.empty();
        }
        return key.variable().isEmpty()
                ? Optional.of(key.value())
                : Optional.ofNullable(System.getenv(key.variable()))
                        .map(String::strip)
                        .filter(Secret::isUsable);
    }
}
