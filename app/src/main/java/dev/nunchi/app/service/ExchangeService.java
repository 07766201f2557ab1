package dev.nunchi.app.service;

import dev.nunchi.app.exchange.ConversationReader;
import dev.nunchi.app.exchange.ConversationWriter;
import dev.nunchi.app.exchange.ExportedConversation;
import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.exchange.ImportProblem;
import dev.nunchi.app.exchange.PageWords;
import dev.nunchi.app.exchange.ParsedConversation;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.ImportedConversation;
import dev.nunchi.app.store.ImportedConversation.ImportedTurn;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Conversations to and from files.
public final class ExchangeService {
    private final ConversationStore store;
    private final PictureService pictures;
    private final PictureFiles files;

    public ExchangeService(ConversationStore store, PictureService pictures, PictureFiles files) {
        this.store = store;
        this.pictures = pictures;
        this.files = files;
    }

    /// What came of an import.
    ///
    /// @param ids of the conversations that are there now
    public record Imported(List<Long> ids, List<ImportProblem> problems) {
        public Imported {
            ids = List.copyOf(ids);
            problems = List.copyOf(problems);
        }
    }

    /// Writes conversations into a file.
    ///
    /// @param words of pages for people
    public void export(
            List<Conversation> conversations, FileLayout layout, Path target, PageWords words)
            throws EngineException, StoreException {
        var exported = new ArrayList<ExportedConversation>();
        for (var conversation : conversations) {
            exported.add(
                    new ExportedConversation(
                            conversation,
                            store.tree(conversation.id()),
                            store.turns(conversation.id())));
        }
        new ConversationWriter(files, words).write(exported, layout, target);
    }

    /// All conversations of the list.
    public List<Conversation> all() throws StoreException {
        return store.list();
    }

    /// Takes over the conversations of a file, each whole or not at all; what could not be taken
    /// over is named.
    public Imported importFrom(Path file) throws EngineException, StoreException {
        var parsed = ConversationReader.read(file);
        var problems = new ArrayList<>(parsed.problems());
        var whole = new ArrayList<ImportedConversation>();
        for (int i = 0; i < parsed.conversations().size(); i++) {
            var conversation = parsed.conversations().get(i);
            try {
                whole.add(taken(conversation));
            } catch (PictureException e) {
                problems.add(
                        new ImportProblem(
                                parsed.numbers().get(i),
                                conversation.title(),
                                ImportProblem.Reason.PICTURE_DAMAGED,
                                String.valueOf(e.getMessage())));
            }
        }
        return new Imported(store.addAll(whole), problems);
    }

    private ImportedConversation taken(ParsedConversation conversation) throws EngineException {
        var turns = new ArrayList<ImportedTurn>();
        for (var turn : conversation.turns()) {
            var content = turn.content();
            var kept = new ArrayList<StoredPicture>();
            for (var picture : content.pictures()) {
                kept.add(pictures.add(picture.bytes(), picture.name()));
            }
            turns.add(
                    new ImportedTurn(
                            turn.parent(),
                            content.role(),
                            content.text(),
                            kept,
                            content.createdAt(),
                            content.answerer()));
        }
        String title =
                conversation.title().isBlank()
                        ? ConversationService.titleFrom(turns.getFirst().text())
                        : conversation.title();
        return new ImportedConversation(
                title,
                conversation.model(),
                conversation.createdAt(),
                conversation.updatedAt(),
                turns);
    }
}
