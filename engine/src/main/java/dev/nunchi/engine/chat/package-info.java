/// Conversations with pictures in, streams of text out: the door through which the app, the command
/// line and tests use the engine.
///
/// Knows every part below and nothing of windows or databases. First class to open:
/// [dev.nunchi.engine.chat.Assistant].
package dev.nunchi.engine.chat;
