/// Words to ids and back: chat templates, the tokenizer, and the prompt that joins both with room
/// for pictures.
///
/// It knows checkpoints' vocabularies and templates, but no picture, no graph and no model.
///
/// First class to open: [dev.nunchi.engine.text.PromptEncoder].
package dev.nunchi.engine.text;
