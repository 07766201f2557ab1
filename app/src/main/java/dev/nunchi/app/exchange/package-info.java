/// Conversations to and from files: our own layout, Markdown and HTML to read, the exports of other
/// programs.
///
/// Knows no window and no database. First classes to open:
/// [dev.nunchi.app.exchange.ConversationWriter], [dev.nunchi.app.exchange.ConversationReader].
package dev.nunchi.app.exchange;
