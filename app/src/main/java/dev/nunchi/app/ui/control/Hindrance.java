package dev.nunchi.app.ui.control;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Why a control cannot be used now, told where a person looks for it: in a tooltip and to screen
/// readers.
///
/// A disabled control hears no mouse, so its parent shows the tooltip.
public final class Hindrance {
    private static final double BELOW = 16;

    private final Control control;
    private final Tooltip tooltip = new Tooltip();
    private final @Nullable String usualHelp;
    private final EventHandler<MouseEvent> moved = this::moved;
    private final EventHandler<MouseEvent> left = _ -> tooltip.hide();
    private Optional<String> reason = Optional.empty();

    private Hindrance(Control control) {
        this.control = control;
        this.usualHelp = control.getAccessibleHelp();
        moveTo(null, control.getParent());
        control.parentProperty().subscribe(this::moveTo);
    }

    /// Disables a control and says why; with no reason it can be used again. Called whenever the
    /// reason changes; nothing else may disable the control.
    public static void set(Control control, Optional<String> reason) {
        var hindrance =
                (Hindrance)
                        control.getProperties()
                                .computeIfAbsent(Hindrance.class, _ -> new Hindrance(control));
        hindrance.show(reason);
    }

    /// Why a control is disabled; empty if it is not, or nothing says why.
    public static Optional<String> of(Node control) {
        return control.getProperties().get(Hindrance.class) instanceof Hindrance hindrance
                ? hindrance.reason
                : Optional.empty();
    }

    private void show(Optional<String> now) {
        reason = now;
        control.setDisable(now.isPresent());
        control.setAccessibleHelp(now.orElse(usualHelp));
        tooltip.setText(now.orElse(""));
        if (now.isEmpty() && tooltip.isShowing()) {
            tooltip.hide();
        }
    }

    private void moveTo(@Nullable Parent before, @Nullable Parent now) {
        if (before != null) {
            before.removeEventFilter(MouseEvent.MOUSE_MOVED, moved);
            before.removeEventFilter(MouseEvent.MOUSE_EXITED, left);
        }
        if (now != null) {
            now.addEventFilter(MouseEvent.MOUSE_MOVED, moved);
            now.addEventFilter(MouseEvent.MOUSE_EXITED, left);
        }
    }

    private void moved(MouseEvent event) {
        boolean over =
                control.isVisible()
                        && control.getBoundsInParent().contains(event.getX(), event.getY());
        if (reason.isEmpty() || !over) {
            tooltip.hide();
        } else if (!tooltip.isShowing()) {
            tooltip.show(control, event.getScreenX(), event.getScreenY() + BELOW);
        }
    }
}
