package dev.nunchi.app.exchange;

import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.text.Role;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/// Conversations as Markdown.
final class MarkdownPage {
    private final PageWords words;

    MarkdownPage(PageWords words) {
        this.words = words;
    }

    void write(List<ExportedConversation> conversations, Writer out) throws IOException {
        for (var exported : conversations) {
            out.write("# " + PageText.title(exported, words) + "\n\n");
            for (StoredTurn turn : exported.path()) {
                out.write("## " + PageText.speaker(turn, exported, words) + "\n\n");
                for (var picture : turn.pictures()) {
                    out.write("*" + words.picture() + " " + picture.name() + "*\n\n");
                }
                out.write(turn.role() == Role.USER ? quoted(turn.text()) : turn.text());
                out.write("\n\n");
            }
        }
    }

    /// What a person typed is no Markdown and must not become any.
    private static String quoted(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>#])", "\\\\$1").replace("\n", "  \n");
    }
}
