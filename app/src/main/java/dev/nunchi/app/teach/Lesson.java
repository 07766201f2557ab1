package dev.nunchi.app.teach;

import dev.nunchi.engine.data.SampleType;

/// What a teacher is to write.
///
/// @param id of the row that it becomes
/// @param language of questions and answers
/// @param seed of all that is drawn by chance; already different for each lesson
public record Lesson(
        String id, Scene scene, SampleType kind, TeachingLanguage language, long seed) {}
