/// The conversation: drop pictures, ask, read the streamed answer.
///
/// [ChatViewModel][dev.nunchi.app.ui.chat.ChatViewModel] decides and is tested without a screen;
/// the views bind to it and hold no state of their own but focus and scrolling. Knows the services,
/// not the database nor the engine's inside. First class to open:
/// [dev.nunchi.app.ui.chat.ChatViewModel].
package dev.nunchi.app.ui.chat;
