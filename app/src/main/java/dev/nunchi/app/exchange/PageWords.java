package dev.nunchi.app.exchange;

import dev.nunchi.app.store.Answerer;

import java.util.Locale;
import java.util.function.Function;

/// The words of a written page.
///
/// @param you who asks
/// @param model who answers, where its name is not known
/// @param untitled a conversation without a title
/// @param picture what stands for a picture in text, before its name
/// @param answerer what one who answers is called
/// @param locale of dates
public record PageWords(
        String you,
        String model,
        String untitled,
        String picture,
        Function<Answerer, String> answerer,
        Locale locale) {}
