/// The look: colour tokens, stylesheet, fonts, icons, the mark, light, dark and high contrast.
///
/// Knows nothing of what is shown. Style classes that views may use: `primary`, `quiet`, `danger`,
/// `icon-button` on buttons; `page-title`, `section-title`, `strong`, `muted`, `small`, `mono` on
/// labels; `card`, `well`, `toast`, `tag`, `skeleton`, `drop-target` on panes. First class to open:
/// [dev.nunchi.app.ui.theme.Appearance].
package dev.nunchi.app.ui.theme;
