package dev.nunchi.app.ui.theme;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// The sizes of what opens in windows of its own, as a stylesheet: menus, tooltips, lists of
/// choices and dialogs. Their sizes at factor 1 are those of `theme.css`.
final class PopUpSizes {
    private static final int BASE = 13;
    private static final int SMALL = 12;
    private static final int HEADING = 18;
    private static final int ICON = 18;

    private PopUpSizes() {}

    /// The address of a stylesheet that holds itself.
    ///
    /// @param factor `1` for the usual size
    static String sheet(double factor) {
        String css =
                """
                .context-menu, .combo-box-popup > .list-view, .dialog-pane {
                    -fx-font-size: %spx;
                }
                .tooltip {
                    -fx-font-size: %spx;
                }
                .dialog-pane:header .header-panel .label {
                    -fx-font-size: %spx;
                }
                .context-menu .ikonli-font-icon, .dialog-pane .ikonli-font-icon {
                    -fx-icon-size: %spx;
                }
                """
                        .formatted(
                                pixels(BASE * factor),
                                pixels(SMALL * factor),
                                pixels(HEADING * factor),
                                pixels(ICON * factor));
        return "data:text/css;base64,"
                + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }

    private static String pixels(double size) {
        return String.format(Locale.ROOT, "%.1f", size);
    }
}
