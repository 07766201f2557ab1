/// Several models, adapters and servers side by side on one question of a conversation.
///
/// Knows who can answer and what the conversation is told in the end; nothing of how models are
/// opened or servers asked. First class to open: [dev.nunchi.app.ui.compare.CompareViewModel].
package dev.nunchi.app.ui.compare;
