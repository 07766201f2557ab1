package dev.nunchi.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class DeviceTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "webgpu", "cuda:1", "directml:12"})
    void nameIsReadAndWrittenAlike(String name) {
        assertEquals(name, Device.parse(name).orElseThrow().toString());
    }

    @Test
    void autoIsTheProcessor() {
        assertEquals(Optional.of(Device.CPU), Device.parse("auto"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:100", "auto:1"})
    void otherNamesAreNone(String name) {
        assertEquals(Optional.empty(), Device.parse(name));
    }
}
