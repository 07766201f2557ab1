package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.text.Role;

import java.util.List;

/// What a conversation must be to be learnt: user and assistant in turn, nobody silent.
final class TurnOrder {
    private TurnOrder() {}

    /// @param turns as the row has them, with the picture's marker
    /// @param hasPicture whether the assistant may speak alone, about the picture
    static void check(List<SampleTurn> turns, boolean hasPicture) throws RefusedRowException {
        if (turns.stream().noneMatch(turn -> turn.role() == Role.ASSISTANT)) {
            throw new RefusedRowException(Reason.NO_TARGETS, turns.size() + "");
        }
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).text().isEmpty()) {
                throw new RefusedRowException(Reason.EMPTY_TURN, "" + (i + 1));
            }
        }
        checkRoles(turns, hasPicture);
    }

    private static void checkRoles(List<SampleTurn> turns, boolean hasPicture)
            throws RefusedRowException {
        int start = turns.getFirst().role() == Role.SYSTEM ? 1 : 0;
        if (turns.size() == 1 && hasPicture) {
            return; // the plain form: a picture and what is said about it
        }
        for (int i = start; i < turns.size(); i++) {
            var expected = (i - start) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (turns.get(i).role() != expected) {
                throw new RefusedRowException(Reason.WRONG_ROLE_ORDER, "" + (i + 1));
            }
        }
        if (turns.getLast().role() != Role.ASSISTANT) {
            throw new RefusedRowException(Reason.WRONG_ROLE_ORDER, "" + turns.size());
        }
    }
}
