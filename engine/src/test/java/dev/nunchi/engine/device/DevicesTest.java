package dev.nunchi.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Device;

import org.junit.jupiter.api.Test;

import java.util.List;

class DevicesTest {
    @Test
    void everyKindIsListedOnceAndTheProcessorIsThere() {
        var devices = Devices.list();

        assertEquals(
                List.of(Device.Kind.values()),
                devices.stream().map(status -> status.device().kind()).toList());
        assertTrue(devices.getFirst().isThere());
    }

    @Test
    void deviceThatIsNotThereSaysWhy() {
        for (var status : Devices.list()) {
            assertEquals(status.isThere(), status.library().isPresent());
            assertEquals(status.isThere(), status.missing().isEmpty());
        }
    }

    @Test
    void secondProcessorIsRefused() {
        assertThrows(DeviceException.class, () -> Devices.open(new Device(Device.Kind.CPU, 1)));
    }
}
