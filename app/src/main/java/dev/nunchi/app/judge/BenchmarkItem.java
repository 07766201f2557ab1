package dev.nunchi.app.judge;

/// One question about one picture.
///
/// @param id unique in its benchmark
/// @param picture the key of its scene
public record BenchmarkItem(String id, String picture, String question, Task task) {}
