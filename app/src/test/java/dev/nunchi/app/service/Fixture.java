package dev.nunchi.app.service;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.library.InstalledModel;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.imageio.ImageIO;

/// All services over a real store and scripted models, one per name.
final class Fixture implements AutoCloseable {
    final Map<String, ScriptedAssistant> assistants = new ConcurrentHashMap<>();
    final FakeCatalog catalog = new FakeCatalog(model("one"), model("two"));
    final ConversationStore store;
    final PictureService pictures;
    final ModelService models;
    final Corrections corrections;
    final ChatService chat;
    final ConversationService conversations;
    Generation generation = Generation.defaults();

    Fixture(Path dir) throws StoreException {
        store =
                SqliteStore.open(dir.resolve("nunchi.db"), dir.resolve("n"), InstantSource.system())
                        .store();
        pictures =
                new PictureService(
                        new PictureFiles(dir.resolve("pictures")), dir.resolve("thumbnails"));
        models =
                new ModelService(
                        catalog,
                        (model, setup, _) ->
                                assistants
                                        .compute(
                                                model.name(),
                                                (name, old) ->
                                                        old == null || old.isClosed()
                                                                ? new ScriptedAssistant(name)
                                                                : old)
                                        .withAdapters(setup.adapters()));
        corrections =
                new Corrections(
                        dir.resolve("corrections"), new PictureFiles(dir.resolve("pictures")));
        chat =
                new ChatService(
                        new ChatService.Kept(store, corrections),
                        pictures,
                        models,
                        () -> generation);
        conversations = new ConversationService(store, pictures, InstantSource.system());
    }

    /// The model `one`, with the script still to be written.
    ScriptedAssistant one() {
        return assistants.computeIfAbsent("one", name -> new ScriptedAssistant(name));
    }

    private static InstalledModel model(String name) {
        return new InstalledModel(name, Path.of(name), InstalledModel.Origin.IMPORTED, 1, "Llama");
    }

    static byte[] png(int width, int height) {
        try (var out = new ByteArrayOutputStream()) {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
