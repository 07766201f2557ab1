package dev.nunchi.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class EventLinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesMayEndInEveryWay(String end) {
        assertEquals(List.of("a", "b"), events("data: a~~data: b~~".replace("~", end), 100));
    }

    @Test
    void wordsMayBeCutAnywhere() {
        String stream = "data: 고양이\r\n\r\ndata: 강아지\r\n\r\n";
        for (int size = 1; size < 12; size++) {
            assertEquals(List.of("고양이", "강아지"), events(stream, size), "pieces of " + size);
        }
    }

    @Test
    void linesOfOneEventBelongTogether() {
        assertEquals(List.of("a\nb"), events("data: a\ndata: b\n\n", 100));
    }

    @Test
    void onlyTheFirstSpaceIsNotData() {
        assertEquals(List.of(" a", "b"), events("data:  a\n\ndata:b\n\n", 100));
    }

    @Test
    void commentsAndOtherFieldsArePassedOver() {
        assertEquals(List.of("a"), events(": ping\n\nevent: x\nid: 3\nretry: 1\ndata: a\n\n", 100));
    }

    @Test
    void lastEventNeedsNoEmptyLine() {
        assertEquals(List.of("a"), events("data: a", 100));
    }

    private static List<String> events(String stream, int pieceSize) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        var lines = new EventLines();
        var events = new ArrayList<String>();
        for (int from = 0; from < bytes.length; from += pieceSize) {
            int to = Math.min(bytes.length, from + pieceSize);
            events.addAll(lines.add(Arrays.copyOfRange(bytes, from, to)));
        }
        events.addAll(lines.end());
        return events;
    }
}
