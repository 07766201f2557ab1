package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(20)
class RunControlTest {
    private final CancelToken cancel = new CancelToken();
    private final RunControl control = new RunControl(cancel);

    @Test
    void runGoesOnUnlessItIsHeld() {
        assertFalse(control.isEnded());
    }

    @Test
    void pausedRunWaitsUntilItMayProceed() throws Exception {
        control.pause();
        var waiting = CompletableFuture.supplyAsync(control::isEnded);
        assertTrue(control.isPaused());

        control.proceed();

        assertEquals(false, waiting.get(10, TimeUnit.SECONDS));
    }

    @Test
    void stoppedRunDoesNotWait() throws Exception {
        control.pause();
        var waiting = CompletableFuture.supplyAsync(control::isEnded);

        control.stop();

        assertEquals(true, waiting.get(10, TimeUnit.SECONDS));
    }

    @Test
    void pausedRunSeesATokenThatWasCancelledElsewhere() throws Exception {
        control.pause();
        var waiting = CompletableFuture.supplyAsync(control::isEnded);

        cancel.cancel();

        assertEquals(true, waiting.get(10, TimeUnit.SECONDS));
    }
}
