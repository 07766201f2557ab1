package dev.nunchi.engine.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

import dev.nunchi.engine.runtime.ffm.NativeFunction;
import dev.nunchi.engine.runtime.ffm.OrtOwner;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// Loads ONNX Runtime, silenced.
///
/// From 1.29 on the library sends telemetry unless this variable is set before it loads, and Java
/// cannot change its own environment. 1.28, which Nunchi uses, has none: this guards an update, and
/// another build of the library that a person names.
final class OrtBootstrap {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    /// A folder with another build of the same release, one that drives graphics cards; the Java
    /// API's library must lie beside it.
    private static final String OTHER_BUILD = "NUNCHI_ONNXRUNTIME";

    private OrtBootstrap() {}

    /// The process's only environment; lives as long as the process.
    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = load();

        private static OrtEnvironment load() {
            setVariable();
            String folder = System.getenv(OTHER_BUILD);
            if (folder != null) {
                System.setProperty("onnxruntime.native.path", folder);
            }
            var environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtOwner.keepUntilTheProcessEnds();
            return environment;
        }
    }

    /// `int setenv(const char *name, const char *value, int overwrite)`
    public interface SetEnv {
        int call(MemorySegment name, MemorySegment value, int overwrite);
    }

    /// `int _putenv_s(const char *name, const char *value)`
    public interface PutEnv {
        int call(MemorySegment name, MemorySegment value);
    }

    private static void setVariable() {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(VARIABLE);
            var value = arena.allocateFrom("1");
            int status = isWindows() ? putEnv().call(name, value) : setEnv().call(name, value, 1);
            if (status != 0) {
                throw new IllegalStateException("cannot set " + VARIABLE);
            }
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static SetEnv setEnv() {
        return NativeFunction.bind(
                SetEnv.class, Linker.nativeLinker().defaultLookup().findOrThrow("setenv"));
    }

    private static PutEnv putEnv() {
        return NativeFunction.bind(
                PutEnv.class, Linker.nativeLinker().defaultLookup().findOrThrow("_putenv_s"));
    }
}
