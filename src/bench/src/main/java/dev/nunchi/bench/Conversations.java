package dev.nunchi.bench;

import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.ImportedConversation;
import dev.nunchi.app.store.ImportedConversation.ImportedTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.text.Role;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// How long the history takes to open, to list and to search when it has become large: wall-clock
/// and processor time, the median of several.
public final class Conversations {
    private static final int COUNT = 10_000;
    private static final int TURNS = 10;
    private static final int WORDS = 25;
    private static final int ROUNDS = 9;
    private static final int BATCH = 500;

    /// One word in a thousand is one of these.
    private static final List<String> RARE = List.of("giraffe", "강아지가", "눈치를");

    private static final List<String> COMMON =
            List.of(
                    ("the a of picture shows small large person street window table light green blue red"
                                    + " standing near behind 사진에 사람이 있어요 고양이는 창문 옆에 작은 나무와 하늘이"
                                    + " 보여요 거리에서 빨간 자동차를 보고 그리고 아주")
                            .split(" "));

    private Conversations() {}

    private interface Work {
        int run() throws StoreException;
    }

    /// @param arguments a folder for the database; made once
    public static void main(String[] arguments) throws StoreException {
        Path file = Path.of(arguments[0]).resolve("nunchi.db");
        if (!Files.exists(file)) {
            fill(file);
        }
        PrintStream out = System.out;
        measure("open", out, () -> reopened(file));
        try (var store = open(file)) {
            measure("list", out, () -> store.list().size());
            for (String words : List.of("giraffe", "강아지", "눈치", "치", "사진", "picture", "강아지 눈치")) {
                measure("search " + words, out, () -> store.search(words).size());
            }
            long id = store.list().getFirst().id();
            measure("turns", out, () -> store.turns(id).size());
        }
    }

    private static int reopened(Path file) throws StoreException {
        try (var store = open(file)) {
            return store.list().size();
        }
    }

    private static ConversationStore open(Path file) throws StoreException {
        return SqliteStore.open(file, file.resolveSibling("native"), Clock.systemUTC()).store();
    }

    private static void measure(String name, PrintStream out, Work work) throws StoreException {
        var threads = ManagementFactory.getThreadMXBean();
        var wall = new long[ROUNDS];
        var cpu = new long[ROUNDS];
        int found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long cpuBefore = threads.getCurrentThreadCpuTime();
            long before = System.nanoTime();
            found = work.run();
            wall[i] = System.nanoTime() - before;
            cpu[i] = threads.getCurrentThreadCpuTime() - cpuBefore;
        }
        out.printf(
                "%-18s %6d found %8.1f ms wall %8.1f ms processor%n",
                name, found, median(wall), median(cpu));
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private static void fill(Path file) throws StoreException {
        var random = new Random(7);
        try (var store = open(file)) {
            for (int done = 0; done < COUNT; done += BATCH) {
                var batch = new ArrayList<ImportedConversation>();
                for (int i = 0; i < BATCH; i++) {
                    batch.add(conversation(random, done + i));
                }
                store.addAll(batch);
            }
        }
    }

    private static ImportedConversation conversation(Random random, int number) {
        var time = Instant.ofEpochSecond(1_700_000_000L + number * 3600L);
        var turns = new ArrayList<ImportedTurn>();
        for (int i = 0; i < TURNS; i++) {
            turns.add(
                    new ImportedTurn(
                            i == 0 ? Optional.empty() : Optional.of(i - 1),
                            i % 2 == 0 ? Role.USER : Role.ASSISTANT,
                            text(random),
                            List.of(),
                            time));
        }
        return new ImportedConversation("conversation " + number, "model", time, time, turns);
    }

    private static String text(Random random) {
        var words = new ArrayList<String>();
        for (int i = 0; i < WORDS; i++) {
            var from = random.nextInt(1000) == 0 ? RARE : COMMON;
            words.add(from.get(random.nextInt(from.size())));
        }
        return String.join(" ", words);
    }
}
