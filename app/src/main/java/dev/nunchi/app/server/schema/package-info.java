/// Grammars that answers are kept to: JSON Schema becomes rules of characters.
///
/// Knows nothing of servers or models. First class to open:
/// [dev.nunchi.app.server.schema.JsonRule].
package dev.nunchi.app.server.schema;
