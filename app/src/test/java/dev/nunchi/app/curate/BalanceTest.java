package dev.nunchi.app.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.data.SampleType;

import org.junit.jupiter.api.Test;

import java.util.List;

class BalanceTest {
    private final Balance balance = new Balance();

    @Test
    void rareKindIsTold() {
        add(30, SampleType.CONVERSATION, "A cat.");
        add(3, SampleType.DETAIL, "A cat.");
        assertEquals(
                List.of(Finding.of(CheckName.UNBALANCED, 0.5 * 0.1 / 0.2, "detail 3")),
                balance.findings());
    }

    @Test
    void rareNoIsTold() {
        add(18, SampleType.CONVERSATION, "Yes, there is.");
        add(1, SampleType.CONVERSATION, "No.");
        add(1, SampleType.CONVERSATION, "아니요, 없어요.");
        assertEquals("yes 18, no 2", balance.findings().getFirst().detail());
    }

    @Test
    void evenSetIsLeftAlone() {
        add(20, SampleType.CONVERSATION, "Yes.");
        add(20, SampleType.DETAIL, "No.");
        assertEquals(List.of(), balance.findings());
    }

    private void add(int rows, SampleType type, String answer) {
        for (int i = 0; i < rows; i++) {
            balance.add(Rows.of(type, "Is it so?", answer));
        }
    }
}
