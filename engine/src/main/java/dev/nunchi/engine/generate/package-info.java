/// From a prompt to an answer: prefill, decode, KV cache, sampling, and why an answer ended.
///
/// Knows graphs only by their names and nothing of conversations. First class to open:
/// [dev.nunchi.engine.generate.Generator].
package dev.nunchi.engine.generate;
