package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
class ChatServiceTest {
    @TempDir private Path dir;
    private Fixture app;
    private long conversation;
    private final HeardAnswer heard = new HeardAnswer();
    private final CancelToken cancel = new CancelToken();

    @BeforeEach
    void openApp() throws StoreException, EngineException {
        app = new Fixture(dir);
        app.one();
        app.models.open(app.catalog.list().getFirst(), Progress.NONE);
        conversation = app.conversations.create().id();
    }

    @AfterEach
    void closeApp() throws StoreException {
        app.close();
    }

    @Test
    void answerIsStreamedAndKeptWithItsFacts() throws StoreException, EngineException {
        app.one().says("A cat ", "on a mat.");
        ask("What is this?");
        StoredTurn answer = answer();

        assertEquals("A cat on a mat.", heard.text());
        assertEquals(answer, app.store.turns(conversation).getLast());
        assertEquals(
                Optional.of(
                        new AnswerFacts(
                                FinishReason.STOP,
                                new TokenUsage(3, 0, 5),
                                ScriptedAssistant.TIMING,
                                Optional.of(Answerer.local("one", Optional.empty())))),
                answer.facts());
    }

    @Test
    void modelSeesAllTurnsWithTheirPictures() throws StoreException, EngineException {
        StoredPicture cat = app.pictures.add(Fixture.png(8, 6), "cat.png");
        app.one().says("A cat.").says("Black.");
        app.chat.ask(conversation, new Draft("What?", List.of(cat)));
        answer();
        ask("Which colour?");
        answer();

        assertEquals(
                List.of(
                        Turn.user("What?", app.pictures.decode(cat)),
                        Turn.assistant("A cat."),
                        Turn.user("Which colour?")),
                app.one().asked().getLast());
    }

    @Test
    void settingsReachTheModel() throws StoreException, EngineException {
        app.generation = new Generation(0.5, 33, OptionalLong.of(7), "Be brief.");
        ask("Hello");
        answer();

        var options = app.one().options().getFirst();
        assertEquals(33, options.maxNewTokens());
        assertEquals(0.5, options.sampling().temperature());
        assertEquals(7, options.sampling().seed());
        assertEquals(Turn.system("Be brief."), app.one().asked().getFirst().getFirst());
    }

    @Test
    void firstQuestionGivesTheTitle() throws StoreException {
        ask("  What is\n in this picture? ");
        ask("And now?");

        assertEquals("What is in this picture?", title());
    }

    @Test
    void longTitleEndsAtAWord() {
        assertEquals(
                "Could you please tell me in some detail what the man on the…",
                ConversationService.titleFrom(
                        "Could you please tell me in some detail what the man on the left holds?"));
    }

    @Test
    void stoppedAnswerKeepsWhatThereIsOfIt() throws StoreException, EngineException {
        var deltas = new AtomicInteger();
        Runnable stopBeforeThird =
                () -> {
                    if (deltas.incrementAndGet() == 3) {
                        cancel.cancel();
                    }
                };
        app.one().says(stopBeforeThird, "one ", "two ", "three");
        ask("Count");
        StoredTurn answer = answer();

        assertEquals("one two ", answer.text());
        assertEquals(
                Optional.of(FinishReason.CANCELLED), answer.facts().map(AnswerFacts::finishReason));
    }

    @Test
    void answerStoppedBeforeItsFirstWordIsNotKept() throws StoreException, EngineException {
        ask("Count");
        cancel.cancel();
        answer();

        assertEquals(1, app.store.turns(conversation).size());
    }

    @Test
    void brokenAnswerStaysAsFarAsItCame() throws StoreException, EngineException {
        app.one().fails(new DeviceException("cpu", "out of memory"), "A ca");
        ask("What?");

        assertThrows(DeviceException.class, this::answer);
        StoredTurn left = app.store.turns(conversation).getLast();
        assertEquals("A ca", left.text());
        assertEquals(StoredTurn.State.PARTIAL, left.state());
    }

    @Test
    void growingAnswerIsSavedWhileItWaitsForMore() throws StoreException, EngineException {
        var saved = new AtomicInteger();
        Runnable waitUntilSaved =
                () -> {
                    if (saved.getAndIncrement() == 1) {
                        awaitText("A cat");
                    }
                };
        app.one().says(waitUntilSaved, "A cat", " sits.");
        ask("What?");
        answer();

        assertEquals("A cat sits.", app.store.turns(conversation).getLast().text());
    }

    @Test
    void resumedAnswerGrowsWhereItStands() throws StoreException, EngineException {
        app.one().fails(new DeviceException("cpu", "lost"), "A ca").says("t.");
        ask("What?");
        assertThrows(DeviceException.class, this::answer);
        StoredTurn stopped = app.store.turns(conversation).getLast();

        StoredTurn whole = app.chat.resume(stopped, heard, cancel);

        assertEquals("A cat.", whole.text());
        assertEquals(whole, app.store.turns(conversation).getLast());
        assertEquals(
                List.of(Turn.user("What?"), Turn.assistant("A ca")), app.one().asked().getLast());
    }

    @Test
    void regeneratedAnswerTakesThePlaceOfTheOld() throws StoreException, EngineException {
        app.one().says("old").says("later").says("new");
        ask("First");
        StoredTurn old = answer();
        ask("Second");
        answer();
        app.chat.regenerate(old, heard, cancel);

        assertEquals(
                List.of("First", "new"),
                app.store.turns(conversation).stream().map(StoredTurn::text).toList());
        assertEquals(List.of(Turn.user("First")), app.one().asked().getLast());
    }

    @Test
    void oldAnswerComesBackWhenTheNewOneFails() throws StoreException, EngineException {
        app.one().says("old").fails(new DeviceException("cpu", "lost"));
        ask("First");
        StoredTurn old = answer();

        assertThrows(DeviceException.class, () -> app.chat.regenerate(old, heard, cancel));
        assertEquals(old, app.store.turns(conversation).getLast());
    }

    @Test
    void likeliestWordsAreNotSaidTwice() throws StoreException, EngineException {
        ask("First");
        app.chat.regenerate(answer(), heard, cancel);

        assertEquals(List.of(0.0, 0.7), temperatures());
        assertEquals(0.7, app.chat.otherTemperature());
    }

    @Test
    void chosenTemperatureAlsoMakesTheOtherAnswers() throws StoreException, EngineException {
        app.generation = app.generation.withTemperature(1.2);
        ask("First");
        app.chat.regenerate(answer(), heard, cancel);

        assertEquals(List.of(1.2, 1.2), temperatures());
    }

    @Test
    void fixedSeedDoesNotRepeatTheAnswer() throws StoreException, EngineException {
        app.generation = app.generation.withSeed(OptionalLong.of(7));
        ask("First");
        app.chat.regenerate(app.chat.regenerate(answer(), heard, cancel), heard, cancel);

        assertEquals(
                List.of(7L, 8L, 9L),
                app.one().options().stream().map(o -> o.sampling().seed()).toList());
    }

    @Test
    void answerThatWasBrokenOffIsMadeAsTheSettingsSay() throws StoreException, EngineException {
        app.one().fails(new DeviceException("cpu", "out of memory"), "A ca");
        ask("What?");
        assertThrows(DeviceException.class, this::answer);
        app.chat.regenerate(app.store.turns(conversation).getLast(), heard, cancel);

        assertEquals(List.of(0.0, 0.0), temperatures());
    }

    @Test
    void conversationGoesOnWithTheChosenAnswer() throws StoreException, EngineException {
        app.one().says("old").says("new");
        ask("First");
        StoredTurn old = answer();
        StoredTurn second = app.chat.regenerate(old, heard, cancel);
        app.chat.choose(old.id());

        assertEquals(
                List.of(old.id(), second.id()),
                app.conversations.path(conversation).beside(second.id()));
        assertEquals(old, app.store.turns(conversation).getLast());
    }

    @Test
    void changedQuestionStandsInFrontOfTheOldOneAndWhatFollowedIt()
            throws StoreException, EngineException {
        app.one().says("yes").says("no");
        StoredTurn first = ask("Is it a dog?");
        answer();
        app.chat.askAgain(first, new Draft("Is it a cat?", List.of()));

        assertEquals(
                List.of("Is it a cat?"),
                app.store.turns(conversation).stream().map(StoredTurn::text).toList());
        app.chat.choose(first.id());
        assertEquals(
                List.of("Is it a dog?", "yes"),
                app.store.turns(conversation).stream().map(StoredTurn::text).toList());
    }

    @Test
    void answeringWithoutAQuestionIsAMistake() {
        assertThrows(IllegalStateException.class, this::answer);
    }

    @Test
    void contextOfADraftIsCountedWithItsPictures() throws StoreException, EngineException {
        StoredPicture cat = app.pictures.add(Fixture.png(8, 6), "cat.png");

        assertEquals(
                new TokenUsage(51, 49, 0),
                app.chat.count(conversation, new Draft("What now?", List.of(cat))));
    }

    @Test
    void changedQuestionIsCountedWithoutWhatItReplaces() throws StoreException, EngineException {
        app.one().says("yes");
        ask("Is it a dog?");
        answer();
        StoredTurn second = ask("Is it a cat?");

        assertEquals(
                new TokenUsage(7, 0, 0),
                app.chat.countAgain(second, new Draft("And now?", List.of())));
    }

    @Test
    void pictureOfADraftIsPrepared() throws StoreException, EngineException {
        StoredPicture cat = app.pictures.add(Fixture.png(8, 6), "cat.png");
        app.chat.prepare(cat, Progress.NONE, cancel);

        assertEquals(cat.hash(), app.one().prepared().getFirst().contentHash());
    }

    @Test
    void conversationRemembersItsModel() throws StoreException, EngineException {
        ask("Hello");
        answer();

        assertEquals(Optional.of("one"), app.store.find(conversation).map(Conversation::modelName));
    }

    private List<Double> temperatures() throws EngineException {
        return app.one().options().stream().map(o -> o.sampling().temperature()).toList();
    }

    private StoredTurn ask(String text) throws StoreException {
        return app.chat.ask(conversation, new Draft(text, List.of()));
    }

    private StoredTurn answer() throws StoreException, EngineException {
        return app.chat.answer(conversation, heard, cancel);
    }

    private String title() throws StoreException {
        return app.store.find(conversation).orElseThrow().title();
    }

    private void awaitText(String text) {
        boolean there = false;
        while (!there) {
            try {
                there = app.store.turns(conversation).getLast().text().equals(text);
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
            Thread.onSpinWait();
        }
        assertTrue(there);
    }
}
