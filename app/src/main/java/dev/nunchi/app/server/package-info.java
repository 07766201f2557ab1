/// Lets other programs ask: a server that speaks OpenAI's chat API.
///
/// Knows no window and no database, and of models only that one may be there
/// ([dev.nunchi.app.server.ServedModel]). Nothing listens before somebody opens a
/// [dev.nunchi.app.server.ChatServer], the first class to open.
package dev.nunchi.app.server;
