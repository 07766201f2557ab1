/// Controls that more than one page can use: Markdown, pictures, gauge, banner.
///
/// They know JavaFX and plain values only: no service, no conversation, no message bundle (words
/// come in through constructors). Colours are the theme's looked-up tokens, see `control.css`.
/// First class to open: [dev.nunchi.app.ui.control.MarkdownPane].
package dev.nunchi.app.ui.control;
