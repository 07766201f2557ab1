package dev.nunchi.engine.runtime.ffm;

import java.lang.foreign.Linker;
import java.util.Optional;

/// The heap of the C library, in which ONNX Runtime keeps weights and intermediate values.
///
/// What is freed in it need not go back to the system: glibc keeps blocks below 32 MB for later,
/// and a row of runs whose inputs have many lengths leaves holes that the next length does not fit
/// into.
public final class NativeHeap {
    private static final Optional<MallocTrim> TRIM =
            Linker.nativeLinker()
                    .defaultLookup()
                    .find("malloc_trim")
                    .map(address -> NativeFunction.bind(MallocTrim.class, address));

    private NativeHeap() {}

    /// `int malloc_trim(size_t pad)` of glibc.
    public interface MallocTrim {
        int call(long pad);
    }

    /// Gives pages that hold nothing back to the system; the next use pays for them again. Nothing
    /// happens where the C library cannot: those of Windows and macOS do it by themselves.
    public static void giveBack() {
        TRIM.ifPresent(trim -> trim.call(0));
    }
}
