package dev.nunchi.app.task;

/// Waits until acts stop coming and runs the last of them.
@FunctionalInterface
public interface Debouncer {
    void submit(Runnable act);
}
