package dev.nunchi.app.testing;

import java.util.Map;

/// Lets tests open windows without a screen; a run that names a platform keeps its own.
public final class Headless {
    private static final Map<String, String> PROPERTIES =
            Map.of(
                    "glass.platform", "Headless",
                    "prism.order", "sw",
                    "testfx.robot.write_sleep", "0");

    private Headless() {}

    /// Must come before the toolkit starts; costs nothing when it is called again.
    public static void prepare() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
