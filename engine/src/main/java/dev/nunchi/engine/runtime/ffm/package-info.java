/// ONNX Runtime's C API through `java.lang.foreign`: for devices whose memory the Java API cannot
/// name.
///
/// Devices only: on the CPU it brings nothing, and it checks no types. First class to open:
/// [dev.nunchi.engine.runtime.ffm.FfmRuntime].
package dev.nunchi.engine.runtime.ffm;
