/// House rules that a machine can check: who may know whom, who may start threads, how long is too
/// long. Each rule names what it protects. First class to open:
/// [dev.nunchi.quality.EngineArchitectureTest].
package dev.nunchi.quality;
