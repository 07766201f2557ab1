/// The program's words, numbers and dates in the person's language.
///
/// Texts lie in five pairs of bundles: `messages` (shared), `chat`, `shell`, `train`, `cli`; looked
/// up as one. Texts follow `java.text.MessageFormat` and hold no straight apostrophe. Knows nothing
/// of windows. First class to open: [dev.nunchi.app.l10n.Messages].
package dev.nunchi.app.l10n;
