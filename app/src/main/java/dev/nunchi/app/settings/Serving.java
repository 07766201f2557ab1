package dev.nunchi.app.settings;

/// How other programs are let in to ask the open model. Nothing listens before somebody starts the
/// server.
///
/// @param port `1..65535`
/// @param key that callers must show; needed where others reach the server
public record Serving(int port, Reach reach, Secret key) {
    public static final int USUAL_PORT = 8480;

    /// Who reaches the server.
    public enum Reach {
        THIS_COMPUTER,
        /// Every computer that can reach this one.
        NETWORK
    }

    public Serving {
        if (!isPort(port)) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    public static Serving defaults() {
        return new Serving(USUAL_PORT, Reach.THIS_COMPUTER, Secret.none());
    }

    public static boolean isPort(int number) {
        return number >= 1 && number <= 0xffff;
    }

    public Serving withPort(int value) {
        return new Serving(value, reach, key);
    }

    public Serving withReach(Reach value) {
        return new Serving(port, value, key);
    }

    public Serving withKey(Secret value) {
        return new Serving(port, reach, value);
    }
}
