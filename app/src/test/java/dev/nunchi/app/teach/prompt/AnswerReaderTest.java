package dev.nunchi.app.teach.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.TeacherAnswer.Fault;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class AnswerReaderTest {
    private static final List<SampleTurn> CATS =
            List.of(
                    new SampleTurn(Role.USER, "How many cats are there?"),
                    new SampleTurn(Role.ASSISTANT, "There are two cats."));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Question: How many cats are there?\nAnswer: There are two cats.",
                "Sure! Here it is:\n\n**Question:** How many cats are there?\n\n**Answer:** There are"
                        + " two cats.\n",
                "```\nQ1: How many cats are there?\nA1: There are two cats.\n```",
                "Question: How many cats are there?\n===\nAnswer: There are two cats.\n===\nQuestion:",
                "1. Question: How many cats are there?\n   Answer: There are two cats.\n2. Question:"
                        + " And dogs?",
                "Question: What are the coordinates?\nAnswer: [0.1, 0.2, 0.5, 0.9].\nQuestion: How"
                        + " many cats are there?\nAnswer: There are two cats."
            })
    void usualFormsAreMended(String text) {
        assertEquals(new TeacherAnswer.Usable(CATS), read(text, SampleType.CONVERSATION));
    }

    @Test
    void koreanLabelsCount() {
        assertEquals(
                new TeacherAnswer.Usable(
                        List.of(
                                new SampleTurn(Role.USER, "고양이가 있나요?"),
                                new SampleTurn(Role.ASSISTANT, "네, 두 마리 있어요."))),
                AnswerReader.read(
                        "질문: 고양이가 있나요?\n답변: 네, 두 마리 있어요.",
                        SampleType.CONVERSATION,
                        TeachingLanguage.KO));
    }

    @Test
    void faultsAreNamed() {
        assertEquals(fault(Fault.NO_EXCHANGE), read("Two cats.", SampleType.CONVERSATION));
        assertEquals(
                fault(Fault.REFUSAL),
                read("I'm sorry, I cannot see pictures.", SampleType.CONVERSATION));
        assertEquals(
                fault(Fault.LEAK),
                read(
                        "Question: What is it?\nAnswer: The caption says two cats.",
                        SampleType.CONVERSATION));
        assertEquals(
                fault(Fault.LANGUAGE),
                read("Question: 뭐예요?\nAnswer: 고양이예요.", SampleType.CONVERSATION));
        assertEquals(
                fault(Fault.TOO_SHORT),
                read("Question: Describe it.\nAnswer: Two cats.", SampleType.DETAIL));
        assertEquals(
                fault(Fault.REPETITION),
                read(
                        "Question: Describe it.\nAnswer: " + "a cat and ".repeat(30),
                        SampleType.DETAIL));
    }

    @ParameterizedTest
    @EnumSource(
            value = SampleType.class,
            names = {"CONVERSATION", "DETAIL", "COMPLEX"})
    void examplesOfThePromptsAreUsableThemselves(SampleType kind) {
        for (var language : TeachingLanguage.values()) {
            var prompts = PromptSets.shipped(kind, language);
            for (var example : prompts.examples()) {
                String text = new SceneText(language).conversation(example.turns());
                assertEquals(
                        new TeacherAnswer.Usable(example.turns()),
                        assertInstanceOf(
                                TeacherAnswer.Usable.class,
                                AnswerReader.read(text, kind, language),
                                text));
            }
        }
    }

    private static TeacherAnswer fault(Fault fault) {
        return new TeacherAnswer.Unusable(fault);
    }

    private static TeacherAnswer read(String text, SampleType kind) {
        return AnswerReader.read(text, kind, TeachingLanguage.EN);
    }
}
