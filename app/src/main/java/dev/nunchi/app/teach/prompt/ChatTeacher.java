package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.TeacherAnswer.Fault;
import dev.nunchi.app.teach.symbolic.SymbolicTeacher;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Teaches with a language model: system prompt, examples, then the picture in symbols, as the
/// paper asked its text-only teacher. What cannot be used is asked for again, saying why.
///
/// Captions are only given a question; no model is asked for that.
public final class ChatTeacher implements Teacher {
    private final String name;
    private final Asker asker;
    private final Map<SampleType, PromptSet> prompts;
    private final Effort effort;

    /// How much is put into a lesson.
    ///
    /// @param examples shown at most: models with short contexts read few
    /// @param tries of one lesson, 1 or more
    public record Effort(int examples, int tries) {
        /// All examples, and two more tries.
        public static Effort defaults() {
            return new Effort(Integer.MAX_VALUE, 3);
        }
    }

    /// @param name as provenance has it
    /// @param asker closed with the teacher
    /// @param prompts for each kind that will be asked for, but captions
    public ChatTeacher(
            String name, Asker asker, Map<SampleType, PromptSet> prompts, Effort effort) {
        this.name = name;
        this.asker = asker;
        this.prompts = Map.copyOf(prompts);
        this.effort = effort;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int concurrency() {
        return asker.concurrency();
    }

    @Override
    public Taught teach(Lesson lesson, CancelToken cancel) throws TeacherException {
        if (lesson.kind() == SampleType.CAPTION) {
            return SymbolicTeacher.expand(lesson);
        }
        if (lesson.scene().captions().isEmpty() && lesson.scene().boxes().isEmpty()) {
            return new Taught.Nothing(Why.TOO_LITTLE_KNOWN, "neither captions nor boxes");
        }
        PromptSet set = prompts.get(lesson.kind());
        if (set == null) {
            throw new IllegalArgumentException("no prompts for " + lesson.kind());
        }
        return ask(lesson, set, cancel);
    }

    private Taught ask(Lesson lesson, PromptSet set, CancelToken cancel) throws TeacherException {
        var conversation = new ArrayList<>(conversation(lesson, set));
        var fault = Fault.NO_EXCHANGE;
        for (int i = 0; i < effort.tries(); i++) {
            var heard = asker.ask(conversation, lesson.seed() + i, cancel);
            switch (heard) {
                case Asker.Heard.Nothing(Why why, String detail) -> {
                    return new Taught.Nothing(why, detail);
                }
                case Asker.Heard.Words(String text, Optional<String> key) -> {
                    switch (AnswerReader.read(text, lesson.kind(), lesson.language())) {
                        case TeacherAnswer.Usable(List<SampleTurn> turns) -> {
                            return new Taught.Turns(turns, set.label(), key);
                        }
                        case TeacherAnswer.Unusable(Fault found) -> {
                            fault = found;
                            conversation.add(new SampleTurn(Role.ASSISTANT, text));
                            conversation.add(
                                    new SampleTurn(Role.USER, again(found, lesson.language())));
                        }
                    }
                }
            }
        }
        return new Taught.Nothing(Why.UNUSABLE_ANSWER, fault.name());
    }

    private List<SampleTurn> conversation(Lesson lesson, PromptSet set) {
        var text = new SceneText(lesson.language());
        var turns = new ArrayList<SampleTurn>();
        turns.add(new SampleTurn(Role.SYSTEM, set.system()));
        for (var example :
                set.examples().subList(0, Math.min(effort.examples(), set.examples().size()))) {
            turns.add(new SampleTurn(Role.USER, text.scene(example.captions(), example.boxes())));
            turns.add(new SampleTurn(Role.ASSISTANT, text.conversation(example.turns())));
        }
        var scene = lesson.scene();
        turns.add(new SampleTurn(Role.USER, text.scene(scene.captions(), scene.boxes())));
        return turns;
    }

    private static String again(Fault fault, TeachingLanguage language) {
        return switch (language) {
            case EN ->
                    switch (fault) {
                                case NO_EXCHANGE -> "I could not find a question and an answer.";
                                case LEAK ->
                                        "You mention captions, boxes or numbers. Write as someone"
                                                + " who looks at the picture.";
                                case REFUSAL -> "You need not see it: what you are told is enough.";
                                case LANGUAGE -> "Write in English.";
                                case TOO_SHORT -> "The answer is too short.";
                                case REPETITION -> "The answer repeats itself.";
                            }
                            + " Write it again, each question after \"Question:\" and each answer"
                            + " after \"Answer:\", and nothing else.";
            case KO ->
                    switch (fault) {
                                case NO_EXCHANGE -> "질문과 답변을 찾을 수 없어요.";
                                case LEAK -> "설명이나 상자, 숫자 좌표를 말하지 말고 사진을 직접 보는 사람처럼 써 주세요.";
                                case REFUSAL -> "사진이 없어도 돼요. 주어진 정보로 충분해요.";
                                case LANGUAGE -> "한국어로 써 주세요.";
                                case TOO_SHORT -> "답변이 너무 짧아요.";
                                case REPETITION -> "같은 말을 되풀이하고 있어요.";
                            }
                            + " 질문은 \"질문:\" 뒤에, 답변은 \"답변:\" 뒤에 쓰고 다른 말 없이 다시 써 주세요.";
        };
    }

    @Override
    public void close() {
        asker.close();
    }
}
