package dev.nunchi.engine.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.util.Locale;

/// Loads ONNX Runtime, silenced.
///
/// From 1.29 on the library sends telemetry unless this variable is set before it loads, and Java
/// cannot change its own environment. 1.28, which Nunchi uses, has none: this guards an update.
final class OrtBootstrap {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private OrtBootstrap() {}

    /// The process's only environment; lives as long as the process.
    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = load();

        private static OrtEnvironment load() {
            setVariable();
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
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
        var type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT);
        return MethodHandleProxies.asInterfaceInstance(SetEnv.class, function("setenv", type));
    }

    private static PutEnv putEnv() {
        var type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        return MethodHandleProxies.asInterfaceInstance(PutEnv.class, function("_putenv_s", type));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
