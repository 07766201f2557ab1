/// "What the model saw": the panel beside the conversation.
///
/// Knows the conversation's view model, never the other way round. First class to open:
/// [dev.nunchi.app.ui.inspect.InspectorViewModel].
package dev.nunchi.app.ui.inspect;
