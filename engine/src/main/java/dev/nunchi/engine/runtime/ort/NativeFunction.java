package dev.nunchi.engine.runtime.ort;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandleProxies;

/// C functions as Java interfaces of one method.
final class NativeFunction {
    private NativeFunction() {}

    /// @param type a public interface whose method has the function's parameters
    @SuppressWarnings("restricted")
    static <T> T bind(Class<T> type, MemorySegment address, FunctionDescriptor descriptor) {
        var handle = Linker.nativeLinker().downcallHandle(address, descriptor);
        return MethodHandleProxies.asInterfaceInstance(type, handle);
    }
}
