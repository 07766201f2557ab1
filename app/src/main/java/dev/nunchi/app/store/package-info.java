/// What is remembered of conversations and votes, as records and the interface that keeps them.
///
/// Knows of the engine only the values that an answer consists of; knows no SQL and no window.
/// First class to open: [dev.nunchi.app.store.ConversationStore].
package dev.nunchi.app.store;
