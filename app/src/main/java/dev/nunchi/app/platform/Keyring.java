package dev.nunchi.app.platform;

import java.util.Optional;

/// Where the system keeps secrets of a person, behind their password. Thread-safe; every method may
/// wait for the person to unlock it.
public interface Keyring {
    /// Whether there is one.
    boolean isThere();

    /// @param account under which the secret was kept
    Optional<String> find(String account);

    /// Keeps a secret, in the place of one that has the same account.
    ///
    /// @param secret visible ASCII characters
    /// @return whether it is there now
    boolean keep(String account, String secret);

    /// Removes a secret, if it is there.
    void forget(String account);
}
