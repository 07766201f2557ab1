package dev.nunchi.app.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Takes the data of server-sent events out of bytes that come in any pieces, as the HTML standard
/// has it: lines end with LF, CR or both; an empty line ends an event; other fields and comments
/// are passed over.
final class EventLines {
    private static final String DATA = "data:";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterReturn;

    /// @return the data of each event that is whole now
    List<String> add(byte[] bytes) {
        var events = new ArrayList<String>();
        for (byte b : bytes) {
            boolean secondOfPair = afterReturn && b == '\n';
            afterReturn = b == '\r';
            if (secondOfPair) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                endLine(events);
            } else {
                line.write(b);
            }
        }
        return events;
    }

    /// What is left when nothing more comes: servers forget the last empty line.
    List<String> end() {
        var events = new ArrayList<String>();
        endLine(events);
        endLine(events);
        return events;
    }

    private void endLine(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            if (hasData) {
                events.add(data.toString());
            }
            data.setLength(0);
            hasData = false;
        } else if (text.startsWith(DATA)) {
            if (hasData) {
                data.append('\n');
            }
            hasData = true;
            int from = text.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length();
            data.append(text, from, text.length());
        }
    }
}
