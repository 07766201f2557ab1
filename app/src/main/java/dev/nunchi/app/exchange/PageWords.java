package dev.nunchi.app.exchange;

import java.util.Locale;

/// The words of a written page.
///
/// @param you who asks
/// @param model who answers, where its name is not known
/// @param untitled a conversation without a title
/// @param picture what stands for a picture in text, before its name
/// @param locale of dates
public record PageWords(String you, String model, String untitled, String picture, Locale locale) {}
