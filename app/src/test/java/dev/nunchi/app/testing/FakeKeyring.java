package dev.nunchi.app.testing;

import dev.nunchi.app.platform.Keyring;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A keyring in memory.
public final class FakeKeyring implements Keyring {
    /// What it is like.
    public enum State {
        OPEN,
        LOCKED,
        MISSING
    }

    private final Map<String, String> secrets = new HashMap<>();
    private State state = State.OPEN;

    public void is(State now) {
        state = now;
    }

    @Override
    public boolean isThere() {
        return state != State.MISSING;
    }

    @Override
    public Optional<String> find(String account) {
        return state == State.OPEN ? Optional.ofNullable(secrets.get(account)) : Optional.empty();
    }

    @Override
    public boolean keep(String account, String secret) {
        if (state != State.OPEN) {
            return false;
        }
        secrets.put(account, secret);
        return true;
    }

    @Override
    public void forget(String account) {
        secrets.remove(account);
    }

    /// How many it keeps.
    public int size() {
        return secrets.size();
    }
}
