package dev.nunchi.bench;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.Draft;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/// The program that [Kills] kills: a chat without end through the services of the window and the
/// real store, answered by a script instead of a model.
///
/// What it prints is what it vouches for: `ready` before the database is opened, and then a line
/// `id conversation text .` for each message that the program has called finished.
public final class ScriptedChat {
    private static final int SIDE = 24;

    private final PrintStream out = System.out;
    private final Random random;
    private final ChatService chats;
    private final ConversationService conversations;
    private final PictureService pictures;

    private ScriptedChat(AppFolders folders, long seed) throws StoreException, EngineException {
        random = new Random(seed);
        out.println("ready");
        var opened =
                SqliteStore.open(folders.database(), folders.nativeLibraries(), Clock.systemUTC());
        if (opened.setAside().isPresent()) {
            throw new IllegalStateException("the database was damaged");
        }
        var files = new PictureFiles(folders.pictures());
        pictures = new PictureService(files, folders.thumbnails());
        conversations = new ConversationService(opened.store(), pictures, Clock.systemUTC());
        var models =
                new ModelService(NoCatalog.refusing(), (_, _, _) -> new ScriptedAnswers(random));
        models.open(
                new InstalledModel(
                        "script", Path.of("script"), InstalledModel.Origin.IMPORTED, 1, "script"),
                Progress.NONE);
        chats =
                new ChatService(
                        new ChatService.Kept(
                                opened.store(), new Corrections(folders.corrections(), files)),
                        pictures,
                        models,
                        Generation::defaults);
    }

    /// @param arguments a folder for everything, a seed, and how many questions; without end if
    ///   that is left out
    public static void main(String[] arguments) throws StoreException, EngineException {
        var folders = AppFolders.under(Path.of(arguments[0]));
        folders.create();
        int questions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Integer.MAX_VALUE;
        new ScriptedChat(folders, Long.parseLong(arguments[1])).talk(questions);
    }

    private void talk(int questions) throws StoreException, EngineException {
        long conversation = conversations.create().id();
        for (int i = 0; i < questions; i++) {
            if (random.nextInt(4) == 0) {
                conversation = conversations.create().id();
            }
            var draft = new Draft("question " + i + " " + words(), shown());
            vouchFor(chats.ask(conversation, draft));
            vouchFor(chats.answer(conversation, new Unheard(), new CancelToken()));
        }
    }

    private void vouchFor(StoredTurn turn) {
        out.println(turn.id() + " " + turn.conversationId() + " " + turn.text() + " .");
        // Also flushes. Who listens may have been stopped.
        if (out.checkError()) {
            throw new IllegalStateException("nobody listens any more");
        }
    }

    /// A picture for every third question.
    private List<StoredPicture> shown() throws EngineException {
        if (random.nextInt(3) != 0) {
            return List.of();
        }
        var pixels = new byte[SIDE * SIDE * 3];
        random.nextBytes(pixels);
        var png = PictureEncoder.png(new Picture(SIDE, SIDE, pixels, "PNG", ""));
        return List.of(pictures.add(png, "noise.png"));
    }

    private String words() {
        return Long.toString(random.nextLong(), Character.MAX_RADIX).repeat(random.nextInt(1, 40));
    }

    private static final class Unheard implements AnswerListener {
        @Override
        public void onText(String delta) {
            // Only the store matters here.
        }

        @Override
        public void report(Stage stage, long done, long total) {
            // As above.
        }
    }
}
