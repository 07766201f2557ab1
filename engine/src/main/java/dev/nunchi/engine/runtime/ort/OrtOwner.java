package dev.nunchi.engine.runtime.ort;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/// A second owner of ONNX Runtime's environment, beside the Java API.
///
/// The Java API frees the environment in a shutdown hook, also while a session runs: a program that
/// was told to end in the middle of an answer crashed (3 of 4 tries). The library counts owners;
/// one that never lets go leaves the freeing to the end of the process. The C API is declared in
/// [onnxruntime_c_api.h](https://github.com/microsoft/onnxruntime/blob/main/include/onnxruntime/core/session/onnxruntime_c_api.h).
final class OrtOwner {
    /// Any version up to the library's: the table of functions only grows.
    private static final int API_VERSION = 17;

    private static final int ERROR_LEVEL = 3;
    private static final int CREATE_ENV = 3;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private OrtOwner() {}

    /// `const OrtApiBase *OrtGetApiBase(void)`
    public interface GetApiBase {
        MemorySegment call();
    }

    /// `const OrtApi *GetApi(uint32_t version)`, the first entry of `OrtApiBase`
    public interface GetApi {
        MemorySegment call(int version);
    }

    /// `OrtStatus *CreateEnv(OrtLoggingLevel level, const char *logid, OrtEnv **out)`, an entry of
    /// `OrtApi`
    public interface CreateEnv {
        MemorySegment call(int level, MemorySegment logId, MemorySegment out);
    }

    /// Call it once the Java API has made the environment.
    static void keepUntilTheProcessEnds() {
        SymbolLookup.loaderLookup().find("OrtGetApiBase").ifPresent(OrtOwner::own);
    }

    private static void own(MemorySegment getApiBase) {
        var base =
                NativeFunction.bind(GetApiBase.class, getApiBase, FunctionDescriptor.of(POINTER));
        var getApi =
                NativeFunction.bind(
                        GetApi.class,
                        entry(base.call(), 0),
                        FunctionDescriptor.of(POINTER, ValueLayout.JAVA_INT));
        var createEnv =
                NativeFunction.bind(
                        CreateEnv.class,
                        entry(getApi.call(API_VERSION), CREATE_ENV),
                        FunctionDescriptor.of(POINTER, ValueLayout.JAVA_INT, POINTER, POINTER));
        try (var arena = Arena.ofConfined()) {
            var status =
                    createEnv.call(
                            ERROR_LEVEL, arena.allocateFrom("nunchi"), arena.allocate(POINTER));
            if (!status.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("ONNX Runtime has no environment");
            }
        }
    }

    @SuppressWarnings("restricted")
    private static MemorySegment entry(MemorySegment table, int index) {
        return table.reinterpret(POINTER.byteSize() * (index + 1)).getAtIndex(POINTER, index);
    }
}
