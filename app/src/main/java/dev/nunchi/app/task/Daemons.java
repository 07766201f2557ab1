package dev.nunchi.app.task;

import java.util.concurrent.Executor;

/// Threads for what waits in the background as long as the program lives, and keeps it from
/// nothing: the program ends without them.
public final class Daemons {
    private Daemons() {}

    /// Each act gets a thread of its own.
    public static Executor named(String name) {
        return act -> Thread.ofPlatform().daemon().name(name).start(act);
    }
}
