package dev.nunchi.engine.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Open things that are closed together, the newest first.
public final class Resources implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /// Takes over what was just opened.
    public <T> T add(T resource, Consumer<T> close) {
        closers.push(() -> close.accept(resource));
        return resource;
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
