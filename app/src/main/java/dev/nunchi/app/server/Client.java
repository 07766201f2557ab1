package dev.nunchi.app.server;

import java.util.List;

/// Who asks, as far as turns are concerned: keys take turns, with one key the addresses that use
/// it, at one address the users that requests name.
///
/// So a program gains nothing by giving each of its requests another `user`, and behind a proxy,
/// where all addresses are one, users still take turns.
///
/// @param key that was shown, by its number; empty where none is needed
/// @param user as the request calls him; often empty
record Client(String key, String address, String user) {
    /// From the widest line to the narrowest.
    List<String> lines() {
        return List.of(key, address, user);
    }
}
