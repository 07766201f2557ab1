package dev.nunchi.app.remote;

import dev.nunchi.app.platform.Keyring;
import dev.nunchi.app.platform.SystemKeyring;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Secret;

import java.util.Optional;

/// Finds the key of an endpoint.
final class Keys {
    private Keys() {}

    /// @return empty if it has none, or if the variable or the keyring that should hold it holds
    ///   none
    static Optional<String> of(Endpoint endpoint) {
        return of(endpoint, SystemKeyring.ofThisSystem());
    }

    static Optional<String> of(Endpoint endpoint, Keyring keyring) {
        var key = endpoint.key();
        if (!key.isPresent() || key.isBare()) {
            return Optional.of(key.value()).filter(value -> !value.isEmpty());
        }
        var found =
                key.account().isEmpty()
                        ? Optional.ofNullable(System.getenv(key.variable()))
                        : keyring.find(key.account());
        return found.map(String::strip).filter(Secret::isUsable);
    }
}
