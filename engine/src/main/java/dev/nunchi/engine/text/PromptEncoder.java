package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/// Turns conversations into the ids that a language model reads, with room for the pictures.
///
/// Safe for several threads, as its tokenizer is.
public final class PromptEncoder {
    private static final int NO_IMAGE_TOKEN = 0;

    private final ChatTemplate template;
    private final Tokenizer tokenizer;
    private final OptionalInt imageTokenId;

    /// @param tokenizer stays the caller's to close
    /// @param imageTokenId the placeholder's id; empty where it is not in the vocabulary: the text
    ///   is then cut at [ChatTemplate#IMAGE] and its parts are encoded one by one
    public PromptEncoder(ChatTemplate template, Tokenizer tokenizer, OptionalInt imageTokenId) {
        this.template = template;
        this.tokenizer = tokenizer;
        this.imageTokenId = imageTokenId;
    }

    /// By the checkpoint's own template.
    ///
    /// @throws UnsupportedModelException if it has none
    /// @throws TemplateException if it cannot be parsed
    public static PromptEncoder of(Checkpoint checkpoint, Tokenizer tokenizer)
            throws UnsupportedModelException, TemplateException {
        var source = checkpoint.chatTemplate();
        if (source.isEmpty()) {
            throw new UnsupportedModelException("a model without a chat template", List.of());
        }
        return new PromptEncoder(
                ChatTemplate.parse(source.get(), checkpoint.specialTokens()),
                tokenizer,
                checkpoint.config().imageTokenId());
    }

    /// Lays out and encodes a conversation.
    ///
    /// @param imageTokens for each picture of the conversation, in order, how many positions it
    ///   takes
    /// @throws TemplateException if the template refuses the conversation or does not show its
    ///   pictures
    /// @throws IllegalArgumentException if `imageTokens` is not as long as the pictures are many
    public EncodedPrompt encode(
            List<Message> messages, Continuation continuation, int... imageTokens)
            throws TemplateException {
        int pictures = messages.stream().mapToInt(Message::pictures).sum();
        if (pictures != imageTokens.length) {
            throw new IllegalArgumentException(
                    "image tokens: expected for %d pictures, found for %d"
                            .formatted(pictures, imageTokens.length));
        }
        return encode(template.render(messages, continuation), imageTokens);
    }

    /// Encodes a prompt that was laid out by hand, e.g. picture and caption of the first training
    /// stage.
    ///
    /// @throws TemplateException if the segments show another number of pictures
    public EncodedPrompt encode(List<Segment> segments, int... imageTokens)
            throws TemplateException {
        var ids = new Positions(imageTokens);
        tokenizer.beginToken(segments).ifPresent(begin -> ids.add(begin, false));
        if (imageTokenId.isPresent()) {
            addText(ids, segments);
        } else {
            addParts(ids, segments);
        }
        return ids.toPrompt();
    }

    private void addText(Positions positions, List<Segment> segments) throws TemplateException {
        var tokens = tokenizer.tokens(segments);
        for (int i = 0; i < tokens.ids().length; i++) {
            int id = tokens.ids()[i];
            if (imageTokenId.isPresent() && id == imageTokenId.getAsInt()) {
                positions.addImage(id);
            } else {
                positions.add(id, tokens.targets().get(i));
            }
        }
    }

    private void addParts(Positions positions, List<Segment> segments) throws TemplateException {
        var part = new ArrayList<Segment>();
        for (var segment : segments) {
            if (segment.owner() == Owner.CONTENT) {
                part.add(segment);
                continue;
            }
            var pieces = segment.text().split(ChatTemplate.IMAGE, -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i > 0) {
                    addText(positions, part);
                    part.clear();
                    positions.addImage(NO_IMAGE_TOKEN);
                }
                part.add(new Segment(pieces[i], Owner.LAYOUT, segment.target()));
            }
        }
        addText(positions, part);
    }

    /// A prompt under construction.
    private static final class Positions {
        private final int[] imageTokens;
        private final List<Integer> ids = new ArrayList<>();
        private final List<ImageSpan> images = new ArrayList<>();
        private final BitSet targets = new BitSet();

        Positions(int[] imageTokens) {
            this.imageTokens = imageTokens;
        }

        void add(int id, boolean target) {
            targets.set(ids.size(), target);
            ids.add(id);
        }

        void addImage(int id) throws TemplateException {
            int image = images.size();
            if (image == imageTokens.length) {
                throw wrongCount("more than " + imageTokens.length);
            }
            images.add(new ImageSpan(ids.size(), imageTokens[image], image));
            ids.addAll(Collections.nCopies(imageTokens[image], id));
        }

        EncodedPrompt toPrompt() throws TemplateException {
            if (images.size() != imageTokens.length) {
                throw wrongCount(Integer.toString(images.size()));
            }
            var all = ids.stream().mapToInt(Integer::intValue).toArray();
            return new EncodedPrompt(all, List.copyOf(images), targets);
        }

        private TemplateException wrongCount(String found) {
            return TemplateException.picturesLost(
                    "expected %d pictures in the prompt, found %s"
                            .formatted(imageTokens.length, found));
        }
    }
}
