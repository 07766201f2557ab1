package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.SpecialTokenTexts;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.JinjaTemplate;
import dev.nunchi.engine.text.jinja.Text;
import dev.nunchi.engine.text.jinja.Value;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A checkpoint's chat template: messages in, a prompt whose every character has an owner out.
///
/// Templates disagree on the form of a message's content: a list of parts (`type` image or text),
/// or a string. Which form a role takes is found out once, by trying. In the string form each
/// picture is written as [#IMAGE] and a line break before the text.
///
/// Immutable.
public final class ChatTemplate {
    /// The text that stands for one picture.
    public static final String IMAGE = "<image>";

    private static final String PROBE = "probe";

    private final JinjaTemplate template;
    private final Map<String, Value> specials;
    private final Set<Role> rolesWithParts = EnumSet.noneOf(Role.class);

    private ChatTemplate(JinjaTemplate template, Map<String, Value> specials) {
        this.template = template;
        this.specials = specials;
        for (var role : List.of(Role.USER, Role.SYSTEM, Role.ASSISTANT)) {
            rolesWithParts.add(role);
            if (!takesParts(role)) {
                rolesWithParts.remove(role);
            }
        }
    }

    /// @param source Jinja, as in `chat_template.jinja`
    /// @throws TemplateException if it cannot be parsed
    public static ChatTemplate parse(String source, SpecialTokenTexts specials)
            throws TemplateException {
        var variables = new HashMap<String, Value>();
        put(variables, "bos_token", specials.bos());
        put(variables, "eos_token", specials.eos());
        put(variables, "pad_token", specials.pad());
        put(variables, "unk_token", specials.unknown());
        // The reference passes these to every template; a few test them against none.
        variables.put("tools", Value.NONE);
        variables.put("documents", Value.NONE);
        return new ChatTemplate(JinjaTemplate.parse(source), variables);
    }

    private static void put(Map<String, Value> variables, String name, Optional<String> text) {
        text.ifPresent(present -> variables.put(name, Text.layout(present)));
    }

    /// Lays out a conversation. Neighbouring pieces of the same owner and target are one segment.
    ///
    /// Targets are the answers: what stands between the generation prompt for a message and the
    /// next message, with the end-of-turn token but without white space behind it. An answer that
    /// the layout would write differently at the end of a shorter conversation is no target.
    ///
    /// @throws TemplateException if the template refuses the conversation or exceeds its limits
    public List<Segment> render(List<Message> messages, Continuation continuation)
            throws TemplateException {
        if (continuation == Continuation.OPEN_ANSWER) {
            return renderOpen(messages);
        }
        var text = run(messages, continuation);
        var targets = new BitSet();
        for (int i = 0; i < messages.size(); i++) {
            markAnswer(text.string(), messages.subList(0, i + 1), targets);
        }
        return segments(text, targets);
    }

    private List<Segment> renderOpen(List<Message> messages) throws TemplateException {
        var open = messages.getLast();
        if (open.role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("only an answer can be gone on with");
        }
        var before = messages.subList(0, messages.size() - 1);
        var segments = new ArrayList<>(render(before, Continuation.GENERATION_PROMPT));
        segments.add(Segment.content(open.text()));
        return segments;
    }

    /// Marks the last of the messages if the layout writes it as an answer.
    private void markAnswer(String text, List<Message> messages, BitSet targets)
            throws TemplateException {
        var last = messages.getLast();
        if (last.role() == Role.USER) {
            return;
        }
        var before = messages.subList(0, messages.size() - 1);
        var answer = new ArrayList<>(before);
        answer.add(new Message(Role.ASSISTANT, last.pictures(), last.text()));
        var prompt = attempt(before, Continuation.GENERATION_PROMPT);
        var whole = attempt(messages, Continuation.NONE);
        // Some layouts have no form of their own for a system message and write an answer instead.
        boolean isAnswer =
                last.role() == Role.ASSISTANT || whole.equals(attempt(answer, Continuation.NONE));
        if (isAnswer
                && prompt.isPresent()
                && whole.isPresent()
                && text.startsWith(prompt.get())
                && text.startsWith(whole.get())) {
            int end = whole.get().stripTrailing().length();
            targets.set(prompt.get().length(), Math.max(prompt.get().length(), end));
        }
    }

    /// The text of a shorter conversation; empty if the template refuses it.
    private Optional<String> attempt(List<Message> messages, Continuation continuation) {
        try {
            return Optional.of(run(messages, continuation).string());
        } catch (TemplateException e) {
            return Optional.empty();
        }
    }

    private Text run(List<Message> messages, Continuation continuation) throws TemplateException {
        var variables = new HashMap<>(specials);
        variables.put("messages", new Value.Seq(messages.stream().map(this::toValue).toList()));
        variables.put(
                "add_generation_prompt",
                continuation == Continuation.GENERATION_PROMPT ? Value.TRUE : Value.FALSE);
        return template.render(variables);
    }

    private Value toValue(Message message) {
        var entries = new LinkedHashMap<Value, Value>();
        var role = message.role().name().toLowerCase(Locale.ROOT);
        entries.put(Text.layout("role"), Text.layout(role));
        entries.put(
                Text.layout("content"),
                rolesWithParts.contains(message.role()) ? parts(message) : string(message));
        return new Value.Dict(entries);
    }

    private static Value parts(Message message) {
        var parts = new ArrayList<Value>();
        for (int i = 0; i < message.pictures(); i++) {
            parts.add(part("image", Map.of()));
        }
        parts.add(part("text", Map.of(Text.layout("text"), Text.content(message.text()))));
        return new Value.Seq(parts);
    }

    private static Value part(String type, Map<Value, Value> rest) {
        var entries = new LinkedHashMap<Value, Value>();
        entries.put(Text.layout("type"), Text.layout(type));
        entries.putAll(rest);
        return new Value.Dict(entries);
    }

    private static Value string(Message message) {
        return Text.layout((IMAGE + "\n").repeat(message.pictures()))
                .concat(Text.content(message.text()));
    }

    private boolean takesParts(Role role) {
        int pictures = role == Role.USER ? 1 : 0;
        var probe = new Message(role, pictures, PROBE);
        var messages =
                switch (role) {
                    case USER -> List.of(probe);
                    case SYSTEM -> List.of(probe, new Message(Role.USER, ""));
                    case ASSISTANT -> List.of(new Message(Role.USER, ""), probe);
                };
        var text = attempt(messages, Continuation.NONE).orElse("");
        return text.contains(PROBE)
                && !text.contains("'type'")
                && !text.contains("\"type\"")
                && (pictures == 0 || text.contains(IMAGE));
    }

    private static List<Segment> segments(Text text, BitSet targets) {
        var segments = new ArrayList<Segment>();
        int position = 0;
        for (var run : text.runs()) {
            var owner = run.content() ? Owner.CONTENT : Owner.LAYOUT;
            int end = position + run.string().length();
            int start = position;
            while (position < end) {
                boolean target = targets.get(position);
                int next = target ? targets.nextClearBit(position) : nextSet(targets, position);
                int to = Math.min(next, end);
                var piece = run.string().substring(position - start, to - start);
                segments.add(new Segment(piece, owner, target));
                position = to;
            }
        }
        return segments;
    }

    private static int nextSet(BitSet targets, int position) {
        int next = targets.nextSetBit(position);
        return next < 0 ? Integer.MAX_VALUE : next;
    }
}
