/// Teachers that are language models: prompts with few-shot examples, versioned and editable, what
/// models answer to them, read and mended.
///
/// Knows how to ask, not whom: a local model and a server differ in one interface. First class to
/// open: [dev.nunchi.app.teach.prompt.ChatTeacher].
package dev.nunchi.app.teach.prompt;
