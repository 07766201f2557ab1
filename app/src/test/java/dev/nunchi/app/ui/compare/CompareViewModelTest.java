package dev.nunchi.app.ui.compare;

import static dev.nunchi.app.ui.compare.CompareFixture.CATS;
import static dev.nunchi.app.ui.compare.CompareFixture.DEFAULT;
import static dev.nunchi.app.ui.compare.CompareFixture.LARGE;
import static dev.nunchi.app.ui.compare.CompareFixture.REMOTE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

@Timeout(60)
class CompareViewModelTest {
    private CompareFixture app;
    private CompareViewModel compare;
    private StoredTurn question;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        app = new CompareFixture(home);
        compare = app.compare;
        question = app.ask("What colour?");
    }

    @AfterEach
    void close() throws StoreException {
        app.close();
    }

    @Test
    void theOneThatAnswersNowAndTheNextAreChosen() throws Exception {
        app.models.open(FakeCatalog.IMPORTED, Progress.NONE);

        compare.compare(question);

        assertEquals(CompareState.CHOOSING, compare.getState());
        assertEquals(List.of(LARGE, DEFAULT), compare.chosen());
    }

    @Test
    void picturesOfTheWholeConversationAreShown() {
        compare.compare(question);
        assertEquals(List.of("grey.png"), compare.pictures().stream().map(p -> p.name()).toList());
    }

    @Test
    void whatStaysOnThisComputerDoesNotLeaveIt() {
        agreed("lab");
        compare.compare(question);
        app.choose(DEFAULT, REMOTE);
        assertFalse(compare.leavesThisComputer());
    }

    @Test
    void whatIsShownBeforeIsWhatIsSent() {
        agreed("lab");
        app.server.says("Grey.");
        compare.compare(question);
        app.choose(DEFAULT, REMOTE);
        var shown = compare.outgoing().pictures().getFirst();

        compare.start();

        String bytes = Base64.getEncoder().encodeToString(shown.sent().bytes());
        String body = app.server.requests().getFirst().body();
        assertTrue(body.contains("data:image/png;base64," + bytes), body);
    }

    @Test
    void nothingIsShownToLeaveWhereNobodyElsewhereIsAsked() {
        agreed("lab");
        compare.compare(question);
        app.choose(DEFAULT, REMOTE);
        app.choose(DEFAULT, LARGE);
        assertEquals(List.of(), compare.outgoing().pictures());
    }

    @Test
    void serversCanBeChosen() {
        app.settings.change(s -> s.withEndpoint(app.server.endpoint("lab", "")));

        compare.compare(question);

        assertEquals(List.of(DEFAULT, LARGE, REMOTE), compare.available());
        assertEquals(List.of(REMOTE), compare.others());
    }

    @Test
    void serverThatWasRemovedIsNotAskedAnyMore() {
        agreed("lab");
        compare.compare(question);
        app.choose(DEFAULT, REMOTE);

        app.settings.change(s -> s.withoutEndpoint("lab"));
        compare.refresh();

        assertEquals(List.of(DEFAULT, LARGE), compare.chosen());
    }

    @Test
    void noMoreThanFourAreAskedAndNobodyTwice() {
        compare.compare(question);
        for (String name : List.of("a", "b", "c")) {
            compare.add(Answerer.remote("m", name));
            compare.add(Answerer.remote("m", name));
        }

        assertEquals(CompareViewModel.MOST, compare.chosen().size());
    }

    @Test
    void everyoneAnswersTheWholeConversation() {
        app.script(DEFAULT).says("Gr", "ey.");
        app.script(LARGE).says("Dark grey.");

        run(DEFAULT, LARGE);

        assertEquals(CompareState.SHOWN, compare.getState());
        assertEquals(List.of("Grey.", "Dark grey."), texts());
        assertEquals(3, app.script(LARGE).asked().getFirst().size());
        assertEquals(1, app.script(LARGE).asked().getFirst().getFirst().pictures().size());
    }

    @Test
    void modelIsOpenedOnceForAllThatShareItsWeights() {
        run(DEFAULT, LARGE, CATS);

        assertEquals(List.of("nunchi-default[cats]", "llava-1.5-7b-q4[]"), app.opened);
        assertEquals(
                List.of(Optional.empty(), Optional.of("cats")),
                app.script(DEFAULT).options().stream().map(AnswerOptions::adapter).toList());
    }

    @Test
    void modelThatIsOpenAnswersFirst() throws Exception {
        app.models.open(FakeCatalog.IMPORTED, Progress.NONE);

        run(DEFAULT, LARGE);

        assertEquals(List.of("llava-1.5-7b-q4[]", "nunchi-default[]"), app.opened);
    }

    @Test
    void conversationLendsItsModelAndGetsItBack() {
        run(DEFAULT, LARGE);
        assertEquals(List.of("lent", "back"), app.lent);
    }

    @Test
    void conversationKeepsItsModelWhileServersAnswer() {
        app.server.says("Grey.");
        agreed("lab");
        agreed("other");

        run(REMOTE, Answerer.remote("llava-34b", "other"));

        assertEquals(List.of(), app.lent);
        assertEquals(List.of("Grey.", "Grey."), texts());
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() {
        app.script(DEFAULT).fails(new DeviceException("cpu", "out of memory"), "Gr");
        app.script(LARGE).says("Grey.");

        run(DEFAULT, LARGE);

        assertInstanceOf(ColumnState.Failed.class, compare.columns().get(0).getState());
        assertEquals(List.of("Gr", "Grey."), texts());
        assertEquals(CompareState.SHOWN, compare.getState());
    }

    @Test
    void whatStopsTheFirstLetsTheNextAnswer() {
        app.script(DEFAULT).says(() -> compare.stop(compare.columns().get(0)), "Gr", "ey.");
        app.script(LARGE).says("Grey.");

        run(DEFAULT, LARGE);

        assertEquals("Grey.", compare.columns().get(1).getText());
    }

    @Test
    void stoppingAllSkipsThoseThatWait() {
        app.script(DEFAULT).says(compare::stopAll, "Gr", "ey.");

        run(DEFAULT, LARGE);

        assertInstanceOf(ColumnState.Skipped.class, compare.columns().get(1).getState());
        assertEquals(CompareState.SHOWN, compare.getState());
        assertEquals(List.of("lent", "back"), app.lent);
    }

    @Test
    void nothingIsSentBeforeThePersonAgrees() {
        app.server.says("Grey.");
        app.settings.change(s -> s.withEndpoint(unknown("lab")));
        compare.compare(question);
        app.choose(DEFAULT, REMOTE);

        compare.start();

        assertEquals(CompareState.CHOOSING, compare.getState());
        assertEquals(List.of("lab"), compare.toAgree().stream().map(Endpoint::name).toList());
        assertEquals(List.of(), app.server.requests());
    }

    @Test
    void agreementIsRemembered() {
        app.server.says("Grey.");
        app.settings.change(s -> s.withEndpoint(unknown("lab")));
        compare.compare(question);
        app.choose(DEFAULT, REMOTE);

        compare.toAgree().forEach(compare::agree);
        compare.start();

        assertEquals("Grey.", compare.columns().get(1).getText());
        assertTrue(compare.toAgree().isEmpty());
    }

    @Test
    void answerOfAServerSaysWhatWasSent() {
        app.server.says("Grey.");
        agreed("lab");

        run(DEFAULT, REMOTE);

        var sent = compare.columns().get(1).answer().orElseThrow().sent();
        assertEquals(List.of(32), sent.stream().map(picture -> picture.width()).toList());
    }

    @Test
    void serverThatRefusesIsToldInItsColumn() {
        app.server.responds(429, "text/plain", "slow down");
        agreed("lab");

        run(DEFAULT, REMOTE);

        var failed =
                assertInstanceOf(ColumnState.Failed.class, compare.columns().get(1).getState());
        assertEquals(
                "lab is taking no more questions for now. It says: “slow down”",
                failed.problem().sentence());
    }

    @Test
    void namesAreHiddenUntilTheVote() {
        compare.blindProperty().set(true);
        run(DEFAULT, LARGE);

        assertEquals(CompareState.VOTING, compare.getState());
        assertFalse(compare.namesAreShown());
        compare.vote(Optional.of(compare.columns().get(0)));
        assertTrue(compare.namesAreShown());
    }

    @Test
    void voteIsKeptAndCounted() throws StoreException {
        compare.blindProperty().set(true);
        app.script(DEFAULT).says("Grey.").says("Grey again.");
        app.script(LARGE).says("Dark.").says("Darker.");
        run(DEFAULT, LARGE);
        vote(DEFAULT);
        compare.start();
        vote(LARGE);

        var last = app.database.ballots().ballots().getLast();
        assertEquals("What colour?", last.question());
        assertEquals(CompareFixture.NOW, last.votedAt());
        assertTrue(last.isWonBy(LARGE));
        assertTrue(last.entries().contains(new Ballot.Entry(DEFAULT, "Grey again.")));
        assertEquals(new BallotTally(1, 2), compare.tallyProperty().get().get(DEFAULT));
    }

    @Test
    void voteForNobodyIsKept() throws StoreException {
        compare.blindProperty().set(true);
        run(DEFAULT, LARGE);

        compare.vote(Optional.empty());

        assertEquals(OptionalInt.empty(), app.database.ballots().ballots().getFirst().winner());
        assertEquals(Optional.empty(), compare.winnerProperty().get());
    }

    @Test
    void nothingIsVotedOnWhenOneAloneAnswered() {
        compare.blindProperty().set(true);
        app.script(DEFAULT).fails(new DeviceException("cpu", "out of memory"));

        run(DEFAULT, LARGE);

        assertEquals(CompareState.SHOWN, compare.getState());
    }

    @Test
    void keptAnswerGoesOnInTheConversation() throws StoreException {
        app.script(LARGE).says("Dark grey.");
        run(DEFAULT, LARGE);

        compare.keep(compare.columns().get(1));
        compare.keep(compare.columns().get(0));
        compare.keep(compare.columns().get(1));

        var turns = app.database.store().turns(question.conversationId());
        assertEquals("Dark grey.", turns.getLast().text());
        assertEquals(Optional.of(LARGE), turns.getLast().facts().flatMap(AnswerFacts::answerer));
        assertEquals(
                3,
                app.database
                        .store()
                        .forks(question.conversationId())
                        .get(turns.getLast().id())
                        .size());
    }

    @Test
    void anotherQuestionForgetsTheAnswers() throws Exception {
        run(DEFAULT, LARGE);

        compare.compare(app.ask("And now?"));

        assertEquals(List.of(), compare.columns());
        assertEquals(CompareState.CHOOSING, compare.getState());
    }

    private void run(Answerer... who) {
        compare.compare(question);
        app.choose(who);
        compare.start();
    }

    private void vote(Answerer best) {
        compare.vote(
                compare.columns().stream()
                        .filter(column -> column.answerer().equals(best))
                        .findFirst());
    }

    private List<String> texts() {
        return compare.columns().stream().map(Column::getText).toList();
    }

    private Endpoint unknown(String name) {
        return app.server.endpoint(name, "").withConsent(Endpoint.Consent.ASK);
    }

    private void agreed(String name) {
        compare.agree(unknown(name));
    }
}
