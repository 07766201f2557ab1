package dev.nunchi.engine.chat;

/// Memory at the end of an answer, in bytes; 0 where it is not known.
///
/// @param process what the whole program holds in memory
/// @param keysAndValues what this conversation takes of it in the KV cache
public record AnswerMemory(long process, long keysAndValues) {
    public static AnswerMemory unknown() {
        return new AnswerMemory(0, 0);
    }
}
