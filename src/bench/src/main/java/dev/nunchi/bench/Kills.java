package dev.nunchi.bench;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.sqlite.DatabaseHealth;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Kills a chat at random moments (SIGKILL, as `kill -9`) and looks whether every message that it
/// had called finished is there afterwards, word for word and with its picture, in a sound
/// database.
///
/// Each kill meets the database that the ones before have left; every other time the next chat
/// finds it before anybody has looked. The chat is [ScriptedChat]: services and store are the real
/// ones, the model is a script.
public final class Kills {
    /// Side by side, each with a database of its own: while one starts the other one talks.
    private static final int LANES = 2;

    /// Questions of the chat that is let end, so that the others find its classes loaded.
    private static final int REHEARSED = 20;

    private static final int EARLY_ONE_IN = 5;
    private static final int OPENING_MILLIS = 200;
    private static final int MOST_MESSAGES = 8;
    private static final int MESSAGE_MILLIS = 60;

    private final Random random;
    private final List<Lane> lanes = new ArrayList<>();

    private Kills(Path folder, long seed) throws IOException, StorageException {
        random = new Random(seed);
        var cache = rehearse(folder);
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(folder.resolve("lane-" + i), cache, random));
        }
    }

    /// Most of a chat's second would go into loading the same classes a thousand times.
    private static Path rehearse(Path folder) throws IOException {
        Files.createDirectories(folder);
        var cache = folder.resolve("chat.aot");
        var chat =
                chat("-XX:AOTCacheOutput=" + cache, folder.resolve("rehearsal"), 0)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(folder.resolve("rehearsal.log").toFile());
        chat.command().add(Integer.toString(REHEARSED));
        if (chat.start().onExit().join().exitValue() != 0) {
            throw new IllegalStateException("the chat fails without being killed");
        }
        return cache;
    }

    private static ProcessBuilder chat(String cache, Path home, long seed) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        cache,
                        "-Xlog:disable",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScriptedChat.class.getName(),
                        home.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /// @param arguments a new folder, how many kills, a seed
    public static void main(String[] arguments)
            throws IOException, StoreException, EngineException {
        int kills = Integer.parseInt(arguments[1]);
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        long begun = System.nanoTime();
        var lanes = new Kills(Path.of(arguments[0]), seed).run(kills);
        long messages = lanes.stream().mapToLong(lane -> lane.finished.size()).sum();
        long inOpening = lanes.stream().mapToLong(lane -> lane.killedEarly).sum();
        System.out.printf(
                "%d kills in %.0f s (%d while opening): %d finished messages, none lost,"
                        + " databases sound%n",
                kills, (System.nanoTime() - begun) / 1e9, inOpening, messages);
    }

    private List<Lane> run(int kills) throws IOException, StoreException, EngineException {
        for (int done = 0; done < kills; done += LANES) {
            int now = Math.min(LANES, kills - done);
            var chats = new ArrayList<Chat>();
            for (var lane : lanes.subList(0, now)) {
                chats.add(lane.start(random.nextLong()));
            }
            for (int i = 0; i < now; i++) {
                lanes.get(i).kill(chats.get(i));
            }
        }
        for (var lane : lanes) {
            lane.check();
        }
        return lanes;
    }

    /// A program that chats, and what it says of finished messages.
    private record Chat(Process process, BufferedReader lines) {}

    /// One database and what was said to be in it.
    private static final class Lane {
        private final Path home;
        private final Path cache;
        private final AppFolders folders;
        private final Random random;
        private final Map<Long, Message> finished = new HashMap<>();
        private final Set<Long> conversations = new HashSet<>();
        private long killedEarly;

        private record Message(long conversation, String text) {}

        /// @param cache of the chat's classes
        Lane(Path home, Path cache, Random random) throws StorageException {
            this.home = home;
            this.cache = cache;
            this.random = random;
            folders = AppFolders.under(home);
            folders.create();
        }

        Chat start(long seed) throws IOException {
            var process = chat("-XX:AOTCache=" + cache, home, seed).start();
            return new Chat(process, process.inputReader());
        }

        /// Kills the chat: one in five while it opens its database, the others somewhere behind a
        /// few messages, which may be in the middle of anything.
        void kill(Chat chat) throws IOException, StoreException, EngineException {
            var lines = chat.lines();
            if (!"ready".equals(lines.readLine())) {
                throw new IllegalStateException("the chat did not start");
            }
            boolean early = random.nextInt(EARLY_ONE_IN) == 0;
            for (int i = early ? 0 : random.nextInt(1, MOST_MESSAGES); i > 0; i--) {
                note(lines.readLine());
            }
            int within = early ? OPENING_MILLIS : MESSAGE_MILLIS;
            LockSupport.parkNanos(random.nextInt(within) * 1_000_000L);
            if (!chat.process().isAlive()) {
                throw new IllegalStateException("the chat ended by itself");
            }
            // By its handle: a process that is destroyed as such closes the pipe that is still to
            // be
            // read.
            chat.process().toHandle().destroyForcibly();
            lines.lines().filter(line -> line.endsWith(" .")).forEach(this::note);
            lines.close();
            if (early) {
                killedEarly++;
            }
            if (random.nextBoolean()) {
                check();
            }
        }

        private void note(String line) {
            String[] parts = line.substring(0, line.length() - 2).split(" ", 3);
            long conversation = Long.parseLong(parts[1]);
            conversations.add(conversation);
            finished.put(Long.parseLong(parts[0]), new Message(conversation, parts[2]));
        }

        void check() throws StoreException, EngineException {
            var opened =
                    SqliteStore.open(
                            folders.database(), folders.nativeLibraries(), Clock.systemUTC());
            try (var store = opened.store()) {
                if (opened.setAside().isPresent()) {
                    throw new IllegalStateException("the database was damaged");
                }
                compare(turns(store));
            }
            var health = DatabaseHealth.of(folders.database(), folders.nativeLibraries());
            if (!health.problems().isEmpty()) {
                throw new IllegalStateException(health.toString());
            }
        }

        private Map<Long, StoredTurn> turns(ConversationStore store) throws StoreException {
            var turns = new HashMap<Long, StoredTurn>();
            for (long conversation : conversations) {
                store.tree(conversation).forEach(turn -> turns.put(turn.id(), turn));
            }
            return turns;
        }

        private void compare(Map<Long, StoredTurn> turns) throws EngineException {
            for (var entry : finished.entrySet()) {
                var turn = turns.get(entry.getKey());
                if (turn == null
                        || !turn.text().equals(entry.getValue().text())
                        || turn.state() != StoredTurn.State.COMPLETE) {
                    throw new IllegalStateException("lost: %s, there is %s".formatted(entry, turn));
                }
                requireFiles(turn.pictures());
            }
        }

        private void requireFiles(Collection<StoredPicture> pictures) throws EngineException {
            var files = new PictureFiles(folders.pictures());
            for (var picture : pictures) {
                if (!Files.isRegularFile(files.file(picture))) {
                    throw new IllegalStateException("a picture is lost");
                }
            }
        }
    }
}
