package dev.nunchi.app.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The details of the answers that were made last. Thread-safe.
final class AnswerDetails {
    /// More than anybody looks back at.
    private static final int MOST = 200;

    private final Map<Long, AnswerDetail> byTurn = new LinkedHashMap<>();

    synchronized Optional<AnswerDetail> find(long turnId) {
        return Optional.ofNullable(byTurn.get(turnId));
    }

    synchronized void keep(long turnId, AnswerDetail detail) {
        byTurn.put(turnId, detail);
        if (byTurn.size() > MOST) {
            var oldest = byTurn.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
