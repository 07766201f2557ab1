package dev.nunchi.engine.runtime;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where graphs run, as people name it: `cpu`, `webgpu`, `cuda:1`.
///
/// @param index which of several cards, from 0
public record Device(Kind kind, int index) {
    public static final Device CPU = new Device(Kind.CPU, 0);

    /// The best device there is. The processor, until another one has been measured to be faster on
    /// a real card: see `docs/devices.md`.
    public static final String AUTO = "auto";

    private static final Pattern NAME = Pattern.compile("([a-z]+)(?::([0-9]{1,2}))?");

    /// What drives it.
    public enum Kind {
        CPU,
        WEBGPU,
        CUDA,
        DIRECTML
    }

    public Device {
        if (index < 0) {
            throw new IllegalArgumentException("index: expected 0 or more, found " + index);
        }
    }

    /// @return empty if no kind has this name
    public static Optional<Device> parse(String name) {
        if (name.equals(AUTO)) {
            return Optional.of(CPU);
        }
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int index = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        for (var kind : Kind.values()) {
            if (nameOf(kind).equals(parts.group(1))) {
                return Optional.of(new Device(kind, index));
            }
        }
        return Optional.empty();
    }

    private static String nameOf(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return index == 0 ? nameOf(kind) : nameOf(kind) + ":" + index;
    }
}
