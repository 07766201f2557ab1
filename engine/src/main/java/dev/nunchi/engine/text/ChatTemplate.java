package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.error.TemplateException;

import java.util.List;

/// A checkpoint's chat template: messages in, a prompt whose every character has an owner out.
public final class ChatTemplate {
    /// The text that stands for one picture.
    public static final String IMAGE = "<image>";

    private ChatTemplate() {}

    /// @param source Jinja, as in `chat_template.jinja`
    /// @throws TemplateException if it cannot be parsed
    public static ChatTemplate parse(String source, SpecialTokenTexts specials)
            throws TemplateException {
        throw new TemplateException(1, "not yet rendered: " + source.length() + specials);
    }

    /// Lays out a conversation. Neighbouring pieces of the same owner and target are one segment.
    ///
    /// @throws TemplateException if the template refuses the conversation or exceeds its limits
    public List<Segment> render(List<Message> messages, Continuation continuation)
            throws TemplateException {
        throw new TemplateException(1, "not yet rendered: " + messages + continuation);
    }
}
