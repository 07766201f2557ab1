package dev.nunchi.app.ui.control;

import dev.nunchi.app.testing.Headless;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testfx.api.FxToolkit;

/// Starts JavaFX without a screen, once per process, before the first test that needs it.
public final class HeadlessToolkit implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Headless.prepare();
        FxToolkit.registerPrimaryStage();
    }
}
