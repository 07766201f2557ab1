package dev.nunchi.bench;

import dev.nunchi.app.DesktopApp;

import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.stage.Window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How regularly the window is drawn while an answer streams: the program itself is started, asked
/// about its first sample picture as a person would, and the time between pulses is kept.
///
/// Its window and data are those of the environment: `NUNCHI_HOME`, and a display or `Headless`.
public final class Pulses {
    private static final long PATIENCE = 120_000;
    private static final long POLL = 20;
    private static final String QUESTION = "Tell a long story about this picture.";

    private final List<Double> intervals = new ArrayList<>();
    private boolean streaming;
    private long last;

    private Pulses() {}

    public static void main(String[] arguments) throws InterruptedException {
        int answers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        Thread.ofPlatform().daemon().start(() -> Application.launch(DesktopApp.class));
        await(
                "a window with sample pictures",
                () -> onFx(() -> find(".picture-button").isPresent()));
        var pulses = new Pulses();
        Platform.runLater(pulses.timer()::start);
        onFx(() -> {
            find(".picture-button").map(Button.class::cast).orElseThrow().fire();
            return true;
        });
        for (int i = 0; i < answers; i++) {
            pulses.ask();
        }
        pulses.print();
        System.exit(0);
    }

    private AnimationTimer timer() {
        return new AnimationTimer() {
            @Override
            public void handle(long now) {
                long time = System.nanoTime();
                if (streaming) {
                    intervals.add((time - last) / 1e6);
                }
                last = time;
            }
        };
    }

    /// Sends the question and waits for the end of its answer.
    private void ask() throws InterruptedException {
        onFx(() -> {
            ((TextArea) find(".question-field").orElseThrow()).setText(QUESTION);
            return true;
        });
        String idle = onFx(() -> send().getText());
        await(
                "a picture that is read",
                () ->
                        onFx(() -> {
                            boolean answering = !send().getText().equals(idle);
                            if (!answering) {
                                send().fire();
                            }
                            return answering;
                        }));
        onFx(() -> streaming = true);
        await("the end of the answer", () -> onFx(() -> send().getText().equals(idle)));
        onFx(() -> streaming = false);
    }

    private void print() {
        var sorted = onFx(() -> intervals.stream().mapToDouble(Double::doubleValue).toArray());
        Arrays.sort(sorted);
        System.out.printf(
                "%d pulses while answers streamed: median %.0f ms, 99th percentile %.0f ms, longest"
                        + " %.0f ms%n",
                sorted.length,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                sorted[sorted.length - 1]);
    }

    private static Button send() {
        return (Button) find(".send").orElseThrow();
    }

    private static Optional<Node> find(String selector) {
        return Window.getWindows().stream()
                .filter(window -> window.getScene() != null)
                .map(window -> window.getScene().getRoot())
                .map(root -> first(root, selector))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Node> first(Parent root, String selector) {
        return root.lookupAll(selector).stream().filter(Node::isVisible).findFirst();
    }

    private static <T> T onFx(Supplier<T> what) {
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(what.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE;
        boolean started = false;
        while (!started) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            Thread.sleep(POLL);
            started = holds(condition);
        }
    }

    /// The toolkit starts on its own thread: before that nothing holds.
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (IllegalStateException _) {
            return false;
        }
    }
}
