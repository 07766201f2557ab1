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
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Does memory stay flat? Turns with a new picture each, or loads and unloads of the model, through
/// the services of the window, the real store and the default model; the memory after the first
/// fifth of them is compared with that at the end.
public final class Flat {
    /// Pages that allocators keep; a leak of a picture's tensors passes it within 60 turns.
    private static final long TOLERANCE = 64L << 20;

    private static final int MOST_TURNS_OF_A_CONVERSATION = 4;
    private static final int LEAST_SIDE = 200;
    private static final int HEIGHT = 300;
    private static final int LEAST_TOKENS = 4;

    private final ModelService models;
    private final PictureService pictures;
    private final ConversationService conversations;
    private final ChatService chats;
    private final InstalledModel model;
    private final Picture photograph;
    private long conversation;

    private Flat(Path assets, Path scratch) throws EngineException, StoreException {
        var folders = AppFolders.under(scratch);
        folders.create();
        var files = new PictureFiles(folders.pictures());
        var store =
                SqliteStore.open(folders.database(), folders.nativeLibraries(), Clock.systemUTC())
                        .store();
        pictures = new PictureService(files, folders.thumbnails());
        conversations = new ConversationService(store, pictures, Clock.systemUTC());
        var library = new ModelLibrary(folders.models(), List.of(DefaultModel.folder(assets)));
        model = library.list().getFirst();
        models =
                new ModelService(
                        NoCatalog.refusing(), (_, _, _) -> DefaultModel.open(assets, scratch));
        var generation = Generation.defaults().withMaxNewTokens(LEAST_TOKENS);
        chats =
                new ChatService(
                        new ChatService.Kept(store, new Corrections(folders.corrections(), files)),
                        pictures,
                        models,
                        () -> generation);
        photograph = PictureReader.read(assets.resolve("samples/cat.jpg"));
    }

    /// @param arguments `turns` or `loads`, the assets, a new folder, how many
    public static void main(String[] arguments) throws EngineException, StoreException {
        boolean turns = arguments[0].equals("turns");
        int count = Integer.parseInt(arguments[3]);
        var flat = new Flat(Path.of(arguments[1]), Path.of(arguments[2]));
        Step step = turns ? flat::turn : flat::load;
        if (turns) {
            flat.open();
        }
        int first = Math.max(1, count / 5);
        long begun = System.nanoTime();
        long before = run(step, 0, first);
        long after = run(step, first, count);
        long grown = after - before;
        System.out.printf(
                "%d %s in %.0f s: %.0f MB after %d, %.0f MB at the end: %+.0f MB%n",
                count,
                turns ? "turns with a picture each" : "loads and unloads",
                (System.nanoTime() - begun) / 1e9,
                before / 1e6,
                first,
                after / 1e6,
                grown / 1e6);
        if (grown > TOLERANCE) {
            System.err.printf("Memory is not flat: more than %.0f MB came.%n", TOLERANCE / 1e6);
            System.exit(1);
        }
    }

    private interface Step {
        void run(int number) throws EngineException, StoreException;
    }

    /// @return resident bytes afterwards; the Java heap should have one size from the start
    private static long run(Step step, int from, int to) throws EngineException, StoreException {
        for (int i = from; i < to; i++) {
            step.run(i);
        }
        System.gc();
        return ProcessMemory.resident();
    }

    private void open() throws EngineException {
        models.open(model, Progress.NONE);
    }

    private void load(int number) throws EngineException, StoreException {
        open();
        turn(number);
        models.unload();
    }

    private void turn(int number) throws EngineException, StoreException {
        if (number % MOST_TURNS_OF_A_CONVERSATION == 0) {
            conversation = conversations.create().id();
        }
        chats.ask(conversation, new Draft("What is this?", List.of(picture(number))));
        chats.answer(conversation, new Unheard(), CancelToken.none());
    }

    /// One that was not seen before.
    private StoredPicture picture(int number) throws EngineException {
        var size = new PictureConfig.Size(LEAST_SIDE + number, HEIGHT);
        var resized = PictureEncoder.resized(photograph, size, PictureConfig.Resample.BILINEAR);
        return pictures.add(PictureEncoder.png(resized), "picture " + number + ".png");
    }

    private static final class Unheard implements AnswerListener {
        @Override
        public void onText(String delta) {
            // Only memory matters here.
        }

        @Override
        public void report(Stage stage, long done, long total) {
            // As above.
        }
    }
}
