package dev.nunchi.app;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A home folder in which somebody has been talking for some days.
final class SeededHome {
    private final AppFolders folders;
    private final PictureService pictures;

    SeededHome(Path home) throws EngineException {
        folders = AppFolders.under(home);
        folders.create();
        pictures = new PictureService(new PictureFiles(folders.pictures()), folders.thumbnails());
    }

    AppFolders folders() {
        return folders;
    }

    StoredPicture picture(Path file) throws EngineException {
        return pictures.add(file);
    }

    /// A conversation of one question and one answer.
    SeededHome with(Duration ago, String question, String answer, StoredPicture... seen)
            throws StoreException {
        InstantSource then = InstantSource.fixed(Clock.systemUTC().instant().minus(ago));
        try (var store =
                SqliteStore.open(folders.database(), folders.nativeLibraries(), then).store()) {
            long id = store.create(question).id();
            var asked = store.add(NewTurn.first(id, Role.USER, question, List.of(seen)));
            var begun = store.begin(NewTurn.after(asked, Role.ASSISTANT, "", List.of()));
            store.finish(
                    begun.id(),
                    answer,
                    new AnswerFacts(
                            FinishReason.STOP,
                            new TokenUsage(71, 49, 42),
                            new AnswerTiming(120, 90, 240, 330, 610)));
        }
        return this;
    }
}
