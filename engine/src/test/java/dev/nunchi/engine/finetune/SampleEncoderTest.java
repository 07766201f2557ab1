package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Role;
import dev.nunchi.engine.text.Tokenizer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class SampleEncoderTest {
    private static final int LONG = 1000;
    private static final Optional<Path> PICTURE = Optional.of(Path.of("beach.jpg"));

    private final Checkpoint checkpoint;
    private final Tokenizer tokenizer;
    private final SampleEncoder encoder;

    SampleEncoderTest() throws EngineException {
        checkpoint = Checkpoint.open(Golden.path("llava15/model"));
        tokenizer = Tokenizer.open(checkpoint.tokenizer());
        var template =
                ChatTemplate.parse(
                        checkpoint.chatTemplate().orElseThrow(), checkpoint.specialTokens());
        var prompts = new PromptEncoder(template, tokenizer, checkpoint.config().imageTokenId());
        encoder = SampleEncoder.of(prompts, checkpoint.config());
    }

    @AfterEach
    void close() {
        tokenizer.close();
        checkpoint.close();
    }

    @Test
    void onlyAnswersWithTheirEndTokenAreTargets() throws EngineException {
        var prompt = encode(sample(2), LONG).orElseThrow();

        assertEquals("answer 0</s>answer 1</s>", targets(prompt));
    }

    @Test
    void pictureBelongsToTheFirstTurn() throws EngineException {
        var prompt = encode(sample(2), LONG).orElseThrow();

        assertEquals(1, prompt.images().size());
        int first = prompt.targets().nextSetBit(0);
        assertTrue(prompt.images().getFirst().start() < first);
    }

    @Test
    void longConversationLosesItsLastExchanges() throws EngineException {
        int two = encode(sample(2), LONG).orElseThrow().length();

        var prompt = encode(sample(5), two).orElseThrow();

        assertEquals("answer 0</s>answer 1</s>", targets(prompt));
    }

    @Test
    void conversationWhoseFirstExchangeIsTooLongIsLeftOut() throws EngineException {
        assertEquals(Optional.empty(), encode(sample(2), 10));
    }

    @Test
    void plainFormLearnsCaptionAndLineBreak() throws EngineException {
        var caption = Sample.caption("1", PICTURE.orElseThrow(), "What is it?", "A beach.");

        var prompt = encoder.encode(caption, SampleForm.PLAIN, LONG).orElseThrow();

        assertEquals("A beach.\n", targets(prompt));
        int ofPicture = checkpoint.config().imageTokens();
        assertEquals(prompt.length() - ofPicture - 1, prompt.targets().cardinality());
    }

    @Test
    void captionWithoutAQuestionIsGivenOne() throws EngineException {
        var turns = List.of(new SampleTurn(Role.ASSISTANT, "A beach."));
        var caption = new Sample("1", PICTURE, SampleType.CAPTION, turns);

        var prompt = encode(caption, LONG).orElseThrow();

        assertEquals("A beach.</s>", targets(prompt));
    }

    private Optional<EncodedPrompt> encode(Sample sample, int maxLength) throws EngineException {
        return encoder.encode(sample, SampleForm.CHAT, maxLength);
    }

    private String targets(EncodedPrompt prompt) {
        var labels = Arrays.stream(prompt.labels()).filter(id -> id != EncodedPrompt.IGNORED);
        return tokenizer.decodeWithSpecials(labels.toArray()).strip().replace("</s> ", "</s>")
                + (prompt.labels()[prompt.length() - 1] == lineBreak() ? "\n" : "");
    }

    private int lineBreak() {
        int[] ids = tokenizer.encodePlain("x\n");
        return ids[ids.length - 1];
    }

    private static Sample sample(int exchanges) {
        var turns = new ArrayList<SampleTurn>();
        for (int i = 0; i < exchanges; i++) {
            turns.add(new SampleTurn(Role.USER, "question " + i));
            turns.add(new SampleTurn(Role.ASSISTANT, "answer " + i));
        }
        return new Sample("1", PICTURE, SampleType.CONVERSATION, turns);
    }
}
