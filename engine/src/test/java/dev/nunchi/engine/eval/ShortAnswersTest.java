package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class ShortAnswersTest {
    @Test
    void koreanNoIsNo() {
        assertFalse(Presence.saysYes("아니요, 고양이는 없어요."));
        assertTrue(Presence.saysYes("네, 고양이가 있어요."));
    }

    @Test
    void oneOfFewPeopleIsEnough() {
        assertEquals(1, ExactMatch.score(List.of("a dog", "puppy"), "Dog."));
    }
}
