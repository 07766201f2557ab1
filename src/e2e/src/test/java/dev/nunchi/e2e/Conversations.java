package dev.nunchi.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What the program has saved, read beside it while it runs.
record Conversations(Path database) {
    static Conversations of(Program program) {
        return new Conversations(program.home().resolve("data/nunchi.db"));
    }

    /// Questions with the names of their pictures, oldest first; none while there is no database.
    List<String> questions() {
        return query(
                """
                SELECT p.name || ': ' || t.text FROM turn t JOIN turn_picture p ON p.turn_id = t.id
                WHERE t.role = 'USER' ORDER BY t.id, p.ordinal
                """);
    }

    /// Answers as far as they are saved, oldest first.
    List<String> answers() {
        return query("SELECT text FROM turn WHERE role = 'ASSISTANT' AND text <> '' ORDER BY id");
    }

    /// How many answers are being made.
    int unfinished() {
        return query("SELECT text FROM turn WHERE state = 'PARTIAL'").size();
    }

    private List<String> query(String sql) {
        if (!Files.exists(database)) {
            return List.of();
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError("the conversations cannot be read", e);
        }
    }
}
