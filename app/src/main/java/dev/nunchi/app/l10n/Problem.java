package dev.nunchi.app.l10n;

/// Something that went wrong, told to the person in their language.
///
/// @param sentence what happened
/// @param act what helps; empty when nothing does
/// @param detail for those who want to know: English, technical
public record Problem(String sentence, String act, String detail) {}
