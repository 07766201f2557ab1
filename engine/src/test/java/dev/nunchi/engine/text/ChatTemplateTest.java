package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.error.TemplateException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class ChatTemplateTest {
    private static List<Segment> render(String template, Message... messages) throws Exception {
        return ChatTemplate.parse(template, SpecialTokenTexts.NONE)
                .render(List.of(messages), Continuation.NONE);
    }

    @Test
    void templateOfStringsGetsPlaceholdersBeforeTheText() throws Exception {
        assertEquals(
                List.of(
                        Segment.layout("U: <image>\n<image>\n"),
                        Segment.content("<image> what?"),
                        Segment.layout(";")),
                render(
                        "{% for m in messages %}{{ 'U: ' + m['content'] + ';' }}{% endfor %}",
                        new Message(Role.USER, 2, "<image> what?")));
    }

    @Test
    void openAnswerStandsBehindTheGenerationPrompt() throws Exception {
        var template =
                "{% for m in messages %}{{ m.role + ': ' + m.content | trim + ';' }}{% endfor %}"
                        + "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";
        var messages =
                List.of(new Message(Role.USER, "what?"), new Message(Role.ASSISTANT, "A cat "));

        assertEquals(
                List.of(
                        Segment.layout("user: "),
                        Segment.content("what?"),
                        Segment.layout(";assistant: "),
                        Segment.content("A cat ")),
                ChatTemplate.parse(template, SpecialTokenTexts.NONE)
                        .render(messages, Continuation.OPEN_ANSWER));
    }

    @Test
    void templateOfPartsGetsParts() throws Exception {
        assertEquals(
                List.of(Segment.layout("<image>"), Segment.content("what?")),
                render(
                        "{% for m in messages %}{% for p in m.content %}"
                                + "{% if p.type == 'image' %}<image>{% else %}{{ p.text }}{% endif %}"
                                + "{% endfor %}{% endfor %}",
                        new Message(Role.USER, 1, "what?")));
    }

    @Test
    void rolesMayTakeDifferentForms() throws Exception {
        var template =
                "{% for m in messages %}{% if m.role == 'system' %}{{ m.content | trim }}:{% else %}"
                        + "{% for p in m.content %}{% if p.type == 'image' %}<image>"
                        + "{% else %}{{ p.text }}{% endif %}{% endfor %}{% endif %}{% endfor %}";
        assertEquals(
                List.of(
                        Segment.content("brief"),
                        Segment.layout(":<image>"),
                        Segment.content("what?")),
                render(
                        template,
                        new Message(Role.SYSTEM, " brief "),
                        new Message(Role.USER, 1, "what?")));
    }

    @Test
    void templateThatPrintsNoPicturesGetsPlaceholders() throws Exception {
        var template =
                "{% for m in messages %}{% if m.content is string %}{{ m.content }}{% else %}"
                        + "{% for p in m.content %}{{ p.text }}{% endfor %}{% endif %}{% endfor %}";
        assertEquals(
                List.of(Segment.layout("<image>\n"), Segment.content("what?")),
                render(template, new Message(Role.USER, 1, "what?")));
    }

    @Test
    void beginTextIsTheLayouts() throws Exception {
        var specials =
                new SpecialTokenTexts(
                        Optional.of("<s>"), Optional.empty(), Optional.empty(), Optional.empty());
        var template = ChatTemplate.parse("{{ bos_token }}{{ eos_token }}", specials);
        assertEquals(List.of(Segment.layout("<s>")), template.render(List.of(), Continuation.NONE));
    }

    @Test
    void refusedConversationIsNamedError() throws Exception {
        var template =
                ChatTemplate.parse(
                        "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}"
                                + "{% endif %}",
                        SpecialTokenTexts.NONE);
        var messages = List.of(new Message(Role.SYSTEM, "x"));
        assertThrows(TemplateException.class, () -> template.render(messages, Continuation.NONE));
    }

    @Test
    void brokenTemplateIsNamedError() {
        assertThrows(
                TemplateException.class,
                () -> ChatTemplate.parse("{% for %}", SpecialTokenTexts.NONE));
    }
}
