package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Device;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// The functions of ONNX Runtime's C API that Nunchi calls.
///
/// Slots and parameters are those of `struct OrtApi` in
/// [onnxruntime_c_api.h](https://github.com/microsoft/onnxruntime/blob/main/include/onnxruntime/core/session/onnxruntime_c_api.h),
/// which only grows: what version 22 (release 1.22) has, every later one has in the same place. The
/// library answers `NULL` to a version that it does not know.
final class OrtApi {
    static final AddressLayout POINTER = ValueLayout.ADDRESS;
    static final long MAX_TEXT = 1 << 16;

    private static final int VERSION = 22;
    private static final int SLOTS = 217;
    private static final int ERROR_LEVEL = 3;
    private static final int INVALID_ARGUMENT = 2;

    private final MemorySegment table;

    /// `const OrtApiBase *OrtGetApiBase(void)`
    public interface GetApiBase {
        MemorySegment call();
    }

    /// `const OrtApi *GetApi(uint32_t version)`, the first entry of `OrtApiBase`
    public interface GetApi {
        MemorySegment call(int version);
    }

    /// `OrtStatus *f(int, void *, void *)`
    public interface Integer1Pointers2 {
        MemorySegment call(int a, MemorySegment b, MemorySegment c);
    }

    /// `OrtStatus *f(int, int, void *)`
    public interface Integers2Pointer1 {
        MemorySegment call(int a, int b, MemorySegment c);
    }

    /// `OrtStatus *f(void *, int, int, int, void *)`
    public interface Pointer1Integers3Pointer1 {
        MemorySegment call(MemorySegment a, int b, int c, int d, MemorySegment e);
    }

    /// `OrtStatus *f(void *)`, and of GetErrorMessage `const char *f(void *)`
    public interface Pointers1 {
        MemorySegment call(MemorySegment a);
    }

    /// `void f(void *)`
    public interface Release {
        void call(MemorySegment a);
    }

    /// `int f(const void *)`
    public interface Code {
        int call(MemorySegment a);
    }

    /// `OrtStatus *f(void *, void *)`
    public interface Pointers2 {
        MemorySegment call(MemorySegment a, MemorySegment b);
    }

    /// `OrtStatus *f(void *, void *, void *)`
    public interface Pointers3 {
        MemorySegment call(MemorySegment a, MemorySegment b, MemorySegment c);
    }

    /// `OrtStatus *f(void *, void *, void *, void *)`
    public interface Pointers4 {
        MemorySegment call(MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d);
    }

    /// `OrtStatus *f(void *, void *, void *, void *, size_t)`
    public interface Pointers4Long1 {
        MemorySegment call(
                MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d, long e);
    }

    /// `OrtStatus *CreateTensorAsOrtValue(OrtAllocator *, const int64_t *shape, size_t rank,
    /// ONNXTensorElementDataType, OrtValue **)`
    public interface CreateTensor {
        MemorySegment call(
                MemorySegment allocator,
                MemorySegment shape,
                long rank,
                int type,
                MemorySegment out);
    }

    /// `OrtStatus *CreateTensorWithDataAsOrtValue(const OrtMemoryInfo *, void *data, size_t bytes,
    /// const int64_t *shape, size_t rank, ONNXTensorElementDataType, OrtValue **)`
    public interface WrapTensor {
        MemorySegment call(
                MemorySegment memory,
                MemorySegment data,
                long bytes,
                MemorySegment shape,
                long rank,
                int type,
                MemorySegment out);
    }

    final Pointers4 createSession;
    final Pointers1 createSessionOptions;
    final Pointers2 enableProfiling;
    final Pointers1 disableMemPattern;
    final CreateTensor createTensorAsOrtValue;
    final WrapTensor createTensorWithDataAsOrtValue;
    final Pointers2 getTensorMutableData;
    final Pointer1Integers3Pointer1 createMemoryInfo;
    final Integers2Pointer1 createCpuMemoryInfo;
    final Pointers1 getAllocatorWithDefaultOptions;
    final Release releaseSession;
    final Release releaseValue;
    final Release releaseSessionOptions;
    final Pointers3 sessionEndProfiling;
    final Pointers3 addSessionConfigEntry;
    final Pointers3 createAllocator;
    final Pointers3 runWithBinding;
    final Pointers2 createIoBinding;
    final Release releaseIoBinding;
    final Pointers3 bindInput;
    final Pointers3 bindOutput;
    final Release clearBoundInputs;
    final Release clearBoundOutputs;
    final Pointers4Long1 appendExecutionProvider;

    private final Code getErrorCode;
    private final Pointers1 getErrorMessage;
    private final Integer1Pointers2 createEnv;
    private final Release releaseStatus;

    private OrtApi(MemorySegment table) {
        this.table = table;
        getErrorCode = bind(1, Code.class);
        getErrorMessage = bind(2, Pointers1.class);
        createEnv = bind(3, Integer1Pointers2.class);
        createSession = bind(7, Pointers4.class);
        createSessionOptions = bind(10, Pointers1.class);
        enableProfiling = bind(14, Pointers2.class);
        disableMemPattern = bind(17, Pointers1.class);
        createTensorAsOrtValue = bind(48, CreateTensor.class);
        createTensorWithDataAsOrtValue = bind(49, WrapTensor.class);
        getTensorMutableData = bind(51, Pointers2.class);
        createMemoryInfo = bind(68, Pointer1Integers3Pointer1.class);
        createCpuMemoryInfo = bind(69, Integers2Pointer1.class);
        getAllocatorWithDefaultOptions = bind(78, Pointers1.class);
        releaseStatus = bind(93, Release.class);
        releaseSession = bind(95, Release.class);
        releaseValue = bind(96, Release.class);
        releaseSessionOptions = bind(100, Release.class);
        sessionEndProfiling = bind(110, Pointers3.class);
        addSessionConfigEntry = bind(130, Pointers3.class);
        createAllocator = bind(131, Pointers3.class);
        runWithBinding = bind(133, Pointers3.class);
        createIoBinding = bind(134, Pointers2.class);
        releaseIoBinding = bind(135, Release.class);
        bindInput = bind(136, Pointers3.class);
        bindOutput = bind(137, Pointers3.class);
        clearBoundInputs = bind(141, Release.class);
        clearBoundOutputs = bind(142, Release.class);
        appendExecutionProvider = bind(216, Pointers4Long1.class);
    }

    private <T> T bind(int slot, Class<T> type) {
        return NativeFunction.bind(type, table.getAtIndex(POINTER, slot));
    }

    /// @return empty if no library is loaded, or one before release 1.22
    static Optional<OrtApi> ofLoadedLibrary() {
        return SymbolLookup.loaderLookup()
                .find("OrtGetApiBase")
                .map(OrtApi::table)
                .filter(table -> !table.equals(MemorySegment.NULL))
                .map(table -> new OrtApi(entries(table, SLOTS)));
    }

    private static MemorySegment table(MemorySegment getApiBase) {
        var base = NativeFunction.bind(GetApiBase.class, getApiBase).call();
        var getApi = entries(base, 1).getAtIndex(POINTER, 0);
        return NativeFunction.bind(GetApi.class, getApi).call(VERSION);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment entries(MemorySegment table, int count) {
        return table.reinterpret(POINTER.byteSize() * count);
    }

    /// One more owner of the process's environment.
    MemorySegment environment() {
        try (var arena = Arena.ofConfined()) {
            var out = arena.allocate(POINTER);
            var status = createEnv.call(ERROR_LEVEL, arena.allocateFrom("nunchi"), out);
            if (!status.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("no environment: " + message(status));
            }
            return out.get(POINTER, 0);
        }
    }

    /// @param status what a function returned; freed
    /// @throws DeviceException if it is a failure
    void check(Device device, String doing, MemorySegment status) throws DeviceException {
        if (!status.equals(MemorySegment.NULL)) {
            throw new DeviceException(device.toString(), doing + ": " + message(status));
        }
    }

    /// As [#check], of a function that is given names and arrays.
    ///
    /// @throws IllegalArgumentException if they are not the model's
    void checkArguments(Device device, String doing, MemorySegment status) throws DeviceException {
        if (!status.equals(MemorySegment.NULL) && getErrorCode.call(status) == INVALID_ARGUMENT) {
            throw new IllegalArgumentException(doing + ": " + message(status));
        }
        check(device, doing, status);
    }

    private String message(MemorySegment status) {
        String message = text(getErrorMessage.call(status));
        releaseStatus.call(status);
        return message;
    }

    @SuppressWarnings("restricted")
    static String text(MemorySegment pointer) {
        return pointer.reinterpret(MAX_TEXT).getString(0);
    }
}
