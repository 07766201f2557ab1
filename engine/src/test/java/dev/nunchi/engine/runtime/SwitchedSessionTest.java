package dev.nunchi.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SwitchedSessionTest {
    private final List<String> calls = new ArrayList<>();
    private final Session session =
            new SwitchedSession(new Recorder("few"), new Recorder("many"), "x", 16);

    private final class Recorder implements Session {
        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
            calls.add(name + " run");
        }

        @Override
        public void runAndRelease(
                Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
            calls.add(name + " run and released");
        }

        @Override
        public void close() {
            calls.add(name + " closed");
        }
    }

    private void runWith(int rows) throws DeviceException {
        try (var x = OrtRuntime.cpu().allocate(DType.F32, Shape.of(1, rows, 4))) {
            session.run(Map.of("x", x), Map.of());
        }
    }

    @Test
    void rowsTellWhichSessionRuns() throws DeviceException {
        runWith(15);
        runWith(16);
        runWith(1);

        assertEquals(List.of("few run", "many run", "few run"), calls);
    }

    @Test
    void memoryIsReleasedByTheSessionThatRan() throws DeviceException {
        try (var x = OrtRuntime.cpu().allocate(DType.F32, Shape.of(1, 300, 4))) {
            session.runAndRelease(Map.of("x", x), Map.of());
        }

        assertEquals(List.of("many run and released"), calls);
    }

    @Test
    void runWithoutTheInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> session.run(Map.of(), Map.of()));
    }

    @Test
    void bothAreClosed() {
        session.close();

        assertEquals(List.of("few closed", "many closed"), calls);
    }
}
