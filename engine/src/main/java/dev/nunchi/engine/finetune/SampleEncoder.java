package dev.nunchi.engine.finetune;

import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.data.Instructions;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.Message;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Role;
import dev.nunchi.engine.text.Segment;
import dev.nunchi.engine.train.SeenPicture;
import dev.nunchi.engine.train.TrainingExample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Lays samples out as the model learns them: ids, and which of them are targets.
///
/// Safe for several threads.
///
/// @param encoder template and tokenizer
/// @param layouts how many positions pictures take
public record SampleEncoder(PromptEncoder encoder, PictureLayouts layouts) {
    public static SampleEncoder of(PromptEncoder encoder, LlavaConfig config) {
        return new SampleEncoder(encoder, new PictureLayouts(config));
    }

    /// A sample that fits a length.
    ///
    /// @param form with [SampleForm#PLAIN] the first answer is the caption
    /// @param maxLength in the chat form, last exchanges are left out until the rest fits
    /// @return empty if the first exchange alone, or the caption, is longer
    /// @throws TemplateException if the template refuses the conversation
    /// @throws PictureException if the picture's size is needed and cannot be read
    public Optional<EncodedPrompt> encode(Sample sample, SampleForm form, int maxLength)
            throws TemplateException, PictureException {
        var tokens = tokens(sample);
        return switch (form) {
            case PLAIN ->
                    Optional.of(plain(sample.firstAnswer() + "\n", tokens))
                            .filter(prompt -> prompt.length() <= maxLength);
            case CHAT -> fitting(messages(sample), maxLength, tokens);
        };
    }

    private Optional<EncodedPrompt> fitting(List<Message> messages, int maxLength, int... tokens)
            throws TemplateException {
        var kept = messages;
        while (kept.stream().anyMatch(message -> message.role() == Role.ASSISTANT)) {
            var prompt = chat(kept, tokens);
            if (prompt.length() <= maxLength) {
                return Optional.of(prompt);
            }
            kept = withoutLastExchange(kept);
        }
        return Optional.empty();
    }

    /// Up to the last answer but one.
    private static List<Message> withoutLastExchange(List<Message> messages) {
        int end = messages.size() - 1;
        while (end > 0 && messages.get(end - 1).role() != Role.ASSISTANT) {
            end--;
        }
        return messages.subList(0, end);
    }

    /// The picture goes with the user's first turn. A caption without a question is given one.
    private static List<Message> messages(Sample sample) {
        var messages = new ArrayList<Message>();
        int pictures = sample.picture().isPresent() ? 1 : 0;
        for (SampleTurn turn : withQuestion(sample)) {
            int own = turn.role() == Role.USER ? pictures : 0;
            messages.add(new Message(turn.role(), own, turn.text()));
            pictures -= own;
        }
        return messages;
    }

    private static List<SampleTurn> withQuestion(Sample sample) {
        if (sample.turns().stream().anyMatch(turn -> turn.role() == Role.USER)) {
            return sample.turns();
        }
        var turns = new ArrayList<SampleTurn>();
        var question = Instructions.draw(sample.id(), sample.firstAnswer(), 0);
        turns.add(new SampleTurn(Role.USER, question));
        turns.addAll(sample.turns());
        return turns;
    }

    /// What the model is given before a sample's first answer.
    EncodedPrompt question(Sample sample, SampleForm form)
            throws TemplateException, PictureException {
        var tokens = tokens(sample);
        return switch (form) {
            case PLAIN -> plain("", tokens);
            case CHAT -> {
                var messages = messages(sample);
                int answer = 0;
                while (messages.get(answer).role() != Role.ASSISTANT) {
                    answer++;
                }
                yield encoder.encode(
                        messages.subList(0, answer), Continuation.GENERATION_PROMPT, tokens);
            }
        };
    }

    /// The user's first words; empty if there are none.
    static String questionOf(Sample sample) {
        return withQuestion(sample).stream()
                .filter(turn -> turn.role() == Role.USER)
                .findFirst()
                .map(SampleTurn::text)
                .orElse("");
    }

    /// A conversation in the chat template's layout, whose answers with their end tokens are
    /// targets.
    ///
    /// @param tokens of each picture
    public EncodedPrompt chat(List<Message> messages, int... tokens) throws TemplateException {
        return encoder.encode(messages, Continuation.NONE, tokens);
    }

    /// Pictures and a text behind them, all of which is a target.
    ///
    /// @param tokens of each picture
    public EncodedPrompt plain(String text, int... tokens) throws TemplateException {
        var segments = new ArrayList<Segment>();
        segments.addAll(Collections.nCopies(tokens.length, Segment.layout(ChatTemplate.IMAGE)));
        segments.add(Segment.content(text).asTarget());
        return encoder.encode(segments, tokens);
    }

    /// Positions of the sample's pictures.
    private int[] tokens(Sample sample) throws PictureException {
        return sample.picture().isPresent()
                ? new int[] {layouts.of(sample.picture().get()).rows()}
                : new int[0];
    }

    /// A laid out sample with what the tower made of its pictures.
    ///
    /// @param seen pictures by their numbers in the prompt
    public static TrainingExample example(EncodedPrompt prompt, IntFunction<SeenPicture> seen) {
        var pictures =
                prompt.images().stream()
                        .map(span ->
                                new TrainingExample.PlacedPicture(
                                        span.start(), seen.apply(span.image())))
                        .toList();
        return new TrainingExample(prompt.ids(), prompt.labels(), pictures);
    }
}
