package dev.nunchi.app.service;

import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.store.NewReviewRow;
import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.json.JsonMapper;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;

/// Instruction rows as the store keeps them: one line of JSON with the whole row, its picture as an
/// address of this computer.
final class ReviewLines {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ReviewLines() {}

    static String write(InstructionRow row) {
        return JSON.writeValueAsString(row);
    }

    static InstructionRow read(String line) {
        return JSON.readValue(line, InstructionRow.class);
    }

    static NewReviewRow of(InstructionRow row, List<Finding> findings) {
        return new NewReviewRow(
                row.type(), words(row), text(row), categories(row), write(row), findings);
    }

    private static int words(InstructionRow row) {
        return row.turns().stream()
                .filter(turn -> turn.role() == Role.ASSISTANT)
                .mapToInt(turn -> turn.text().strip().split("\\s+").length)
                .sum();
    }

    /// What a search goes through; composed, as what people type is.
    private static String text(InstructionRow row) {
        String text = row.turns().stream().map(SampleTurn::text).collect(Collectors.joining("\n"));
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static List<String> categories(InstructionRow row) {
        return row.scene().boxes().stream().map(Box::category).distinct().toList();
    }
}
