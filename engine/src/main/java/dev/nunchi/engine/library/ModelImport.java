package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.WeightError;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportPlan.Piece;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Writes a plan's pieces into a folder and flushes them; goes on where a killed import stopped.
///
/// Pieces that the folder's log calls finished are kept if their bytes still have the checksum.
final class ModelImport {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ImportPlan plan;
    private final Path folder;
    private final Stage stage;
    private long done;

    /// @param folder unfinished; made if it is not there
    /// @param stage what progress calls the work
    ModelImport(ImportPlan plan, Path folder, Stage stage) {
        this.plan = plan;
        this.folder = folder;
        this.stage = stage;
    }

    /// @return what packing cost; empty if cancelled, with part of the pieces there
    Optional<WeightError> run(Progress progress, CancelToken cancel)
            throws EngineException, IOException {
        if (!ImportLog.continues(folder, plan.fingerprint())) {
            Storage.delete(folder);
        }
        Files.createDirectories(folder);
        var error = WeightError.NONE;
        try (var log = ImportLog.open(folder, plan.fingerprint())) {
            for (int number = 0; number < plan.pieces().size(); number++) {
                if (cancel.isCancelled()) {
                    return Optional.empty();
                }
                var piece = plan.pieces().get(number);
                error = error.plus(place(number, piece, log));
                done += piece.sourceBytes();
                progress.report(stage, done, plan.sourceBytes());
            }
        }
        for (var file : files()) {
            Storage.flush(file);
        }
        Files.delete(folder.resolve(ImportLog.FILE));
        return Optional.of(error);
    }

    private Iterable<Path> files() {
        var files = new LinkedHashSet<Path>();
        plan.pieces().forEach(piece -> files.add(folder.resolve(piece.file())));
        return files;
    }

    private WeightError place(int number, Piece piece, ImportLog log)
            throws EngineException, IOException {
        var file = folder.resolve(piece.file());
        var finished = log.find(number);
        if (finished.isPresent() && checksum(file, piece) == finished.get().checksum()) {
            return finished.get().error();
        }
        var entry = write(file, piece);
        log.add(number, entry);
        return entry.error();
    }

    private static ImportLog.Entry write(Path file, Piece piece)
            throws EngineException, IOException {
        Files.createDirectories(file.resolveSibling(""));
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(piece.offset());
            var out = new Summed(channel);
            var error = piece.content().writeTo(out);
            if (channel.position() != piece.offset() + piece.bytes()) {
                throw new IllegalStateException(
                        "%s: a piece of %d bytes became one of %d"
                                .formatted(
                                        file, piece.bytes(), channel.position() - piece.offset()));
            }
            return new ImportLog.Entry(out.checksum(), error);
        }
    }

    /// Of what lies where the piece belongs; of less if the file is short.
    private static long checksum(Path file, Piece piece) throws IOException {
        var sum = new CRC32C();
        if (!Files.isRegularFile(file)) {
            return -1;
        }
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = piece.offset() + piece.bytes();
            for (long at = piece.offset(); at < end; ) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
                int count = channel.read(buffer, at);
                if (count <= 0) {
                    return -1;
                }
                sum.update(buffer.flip());
                at += count;
            }
        }
        return sum.getValue();
    }

    /// Hands bytes on and sums them up.
    private static final class Summed implements WritableByteChannel {
        private final WritableByteChannel out;
        private final CRC32C sum = new CRC32C();

        Summed(WritableByteChannel out) {
            this.out = out;
        }

        long checksum() {
            return sum.getValue();
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            sum.update(bytes.duplicate());
            int count = bytes.remaining();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return out.isOpen();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
