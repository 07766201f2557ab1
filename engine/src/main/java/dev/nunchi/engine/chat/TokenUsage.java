package dev.nunchi.engine.chat;

/// Tokens of a prompt and its answer.
///
/// @param promptTokens all tokens before the answer, pictures included
/// @param imageTokens those of them that stand for pictures
/// @param newTokens generated tokens, the stop token not counted
public record TokenUsage(int promptTokens, int imageTokens, int newTokens) {}
