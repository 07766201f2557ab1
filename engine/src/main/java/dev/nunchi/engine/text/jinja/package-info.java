/// A small Jinja interpreter for chat templates, as `transformers` runs them: `trim_blocks`,
/// `lstrip_blocks`, loop controls, immutable values.
///
/// Its strings know who owns each character, template or content, through every operation, which is
/// why the general interpreters will not do. Templates come from strangers: nesting, work, loop
/// iterations and text are limited, and nothing of Java can be reached from one.
///
/// It knows nothing of chats or tokens.
///
/// First class to open: [dev.nunchi.engine.text.jinja.JinjaTemplate].
package dev.nunchi.engine.text.jinja;
