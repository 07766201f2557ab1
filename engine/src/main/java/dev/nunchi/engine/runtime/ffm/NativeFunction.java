package dev.nunchi.engine.runtime.ffm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.lang.reflect.Method;
import java.util.Arrays;

/// C functions as Java interfaces of one method.
public final class NativeFunction {
    private NativeFunction() {}

    /// @param type a public interface whose method has the function's parameters and result:
    ///   `MemorySegment` for a pointer, `int` and `long` for integers of 32 and 64 bits
    @SuppressWarnings("restricted")
    public static <T> T bind(Class<T> type, MemorySegment address) {
        var handle = Linker.nativeLinker().downcallHandle(address, descriptor(type));
        return MethodHandleProxies.asInterfaceInstance(type, handle);
    }

    private static FunctionDescriptor descriptor(Class<?> type) {
        Method method = type.getMethods()[0];
        var parameters =
                Arrays.stream(method.getParameterTypes())
                        .map(NativeFunction::layout)
                        .toArray(MemoryLayout[]::new);
        return method.getReturnType() == void.class
                ? FunctionDescriptor.ofVoid(parameters)
                : FunctionDescriptor.of(layout(method.getReturnType()), parameters);
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == MemorySegment.class) {
            return ValueLayout.ADDRESS;
        }
        return type == int.class ? ValueLayout.JAVA_INT : ValueLayout.JAVA_LONG;
    }
}
