package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.AnswerComparison.Side;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.store.Vote;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ComparisonViewModelTest {
    @TempDir private Path folder;
    private TrainFixture fixture;
    private ComparisonViewModel comparison;

    @BeforeEach
    void train() {
        fixture = new TrainFixture(folder);
        comparison = fixture.page.comparison();
        fixture.page.data().choose(Path.of("birds"));
        fixture.page.startRun();
    }

    @Test
    void whatTheRunMadeCanBeCompared() {
        assertEquals(
                Optional.of(new TunedModel("nunchi-default", "birds")),
                comparison.modelProperty().get());
    }

    @Test
    void withoutPictureNothingIsAsked() {
        comparison.ask("What is this?");
        assertEquals(new ComparisonState.Asking(), comparison.stateProperty().get());
    }

    @Test
    void bothAnswersWaitForVote() throws IOException {
        ask();
        assertEquals(new ComparisonState.Voting(), comparison.stateProperty().get());
        assertEquals(List.of("A bird.", "A kingfisher."), answers());
    }

    @Test
    void orderIsDrawnAnew() throws IOException {
        fixture.tunedFirst();
        ask();
        assertEquals(List.of("A kingfisher.", "A bird."), answers());
    }

    @Test
    void namesStayHiddenUntilTheVote() throws IOException {
        ask();
        assertThrows(IllegalStateException.class, () -> comparison.sideAt(0));
    }

    @Test
    void voteShowsNamesAndIsKeptWithBothAnswers() throws IOException {
        fixture.tunedFirst();
        ask();
        comparison.vote(0);
        assertEquals(Side.TUNED, comparison.sideAt(0));
        var vote = fixture.votes.getFirst();
        assertEquals(Vote.Choice.TUNED, vote.choice());
        assertEquals("A bird.", vote.baseAnswer());
        assertEquals("A kingfisher.", vote.tunedAnswer());
        assertEquals(new VoteTally(0, 1, 0), comparison.tallyProperty().get());
    }

    @Test
    void equalAnswersAreVotedForToo() throws IOException {
        ask();
        comparison.vote(-1);
        assertEquals(new VoteTally(0, 0, 1), comparison.tallyProperty().get());
    }

    @Test
    void secondVoteOnSameAnswersDoesNotCount() throws IOException {
        ask();
        comparison.vote(0);
        comparison.vote(1);
        assertEquals(1, fixture.votes.size());
    }

    @Test
    void otherPictureHidesTheNamesAgain() throws IOException {
        ask();
        comparison.vote(0);
        comparison.choose(fixture.picture());
        assertTrue(comparison.canAsk());
        assertEquals(new ComparisonState.Asking(), comparison.stateProperty().get());
    }

    private void ask() throws IOException {
        comparison.choose(fixture.picture());
        comparison.ask("What is this?");
    }

    private List<String> answers() {
        return List.of(comparison.answerProperty(0).get(), comparison.answerProperty(1).get());
    }
}
