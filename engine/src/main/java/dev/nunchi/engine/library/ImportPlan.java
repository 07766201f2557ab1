package dev.nunchi.engine.library;

import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.QuantisedFile;
import dev.nunchi.engine.checkpoint.WeightError;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an import writes, in pieces whose places and lengths are known before the first is written.
///
/// A piece is some megabytes of a copied file, or a tensor of one that is packed.
///
/// @param fingerprint names the sources' paths, sizes and times and how they are packed: a plan of
///   the same fingerprint writes the same bytes
record ImportPlan(List<Piece> pieces, String fingerprint) {
    private static final long COPY_BYTES = 64 << 20;

    /// Names in `../folder/file`.
    private static final int FILE_BESIDE = 3;

    /// Produces a piece's bytes.
    interface Content {
        /// @return what packing cost; [WeightError#NONE] for a copy
        WeightError writeTo(WritableByteChannel out) throws EngineException, IOException;
    }

    /// A part of a file.
    ///
    /// @param file below the model's folder
    /// @param sourceBytes what is read for it, as progress counts it
    record Piece(Path file, long offset, long bytes, long sourceBytes, Content content) {}

    /// @param root the folder that the files keep their places in
    static ImportPlan of(Path root, List<Path> files, Optional<Packing> packing)
            throws EngineException {
        var pieces = new ArrayList<Piece>();
        var digest = new StringBuilder();
        for (var file : files) {
            var place = within(file, root.relativize(file.toAbsolutePath().normalize()));
            if (packing.isPresent() && isPacked(root, file)) {
                addPacked(pieces, PackedNames.of(place), file, packing.get());
            } else if (packing.isPresent() && PackedNames.isPickleIndex(file)) {
                addText(pieces, PackedNames.of(place), PackedNames.inIndex(text(file)));
            } else {
                addCopy(pieces, place, file);
            }
            digest.append(FileHashes.identityOf(file)).append('\n');
        }
        digest.append(packing.map(Packing::fingerprint).orElse(""));
        return new ImportPlan(List.copyOf(pieces), CacheKey.ofText(digest.toString()));
    }

    /// Folders beside the model's, such as a vision tower's, are copied into it.
    private static Path within(Path file, Path place) throws CheckpointException {
        if (!place.startsWith("..")) {
            return place;
        }
        int names = place.getNameCount();
        if (names != FILE_BESIDE || place.getName(1).toString().equals("..")) {
            throw new CheckpointException(file, "lies outside the model's folder");
        }
        return place.subpath(1, names);
    }

    /// What a model has learnt is added to its weights as it is.
    private static boolean isPacked(Path root, Path file) {
        return PackedNames.isWeights(file) && !OwnAdapter.files(root).contains(file);
    }

    private static void addText(List<Piece> pieces, Path place, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        pieces.add(
                new Piece(
                        place,
                        0,
                        bytes.length,
                        bytes.length,
                        out -> {
                            out.write(ByteBuffer.wrap(bytes));
                            return WeightError.NONE;
                        }));
    }

    private static String text(Path file) throws StorageException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private static void addPacked(List<Piece> pieces, Path place, Path file, Packing packing)
            throws EngineException {
        var packed = QuantisedFile.of(file, packing);
        var rounding = packing.quantisation().rounding();
        for (var part : packed.parts()) {
            pieces.add(
                    new Piece(
                            place,
                            part.offset(),
                            part.bytes(),
                            part.sourceBytes(),
                            out -> packed.write(part, rounding, out)));
        }
    }

    private static void addCopy(List<Piece> pieces, Path place, Path file) throws StorageException {
        long size = size(file);
        long at = 0;
        do {
            long offset = at;
            long bytes = Math.min(COPY_BYTES, size - at);
            pieces.add(
                    new Piece(place, offset, bytes, bytes, out -> copy(file, offset, bytes, out)));
            at += bytes;
        } while (at < size);
    }

    private static long size(Path file) throws StorageException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private static WeightError copy(Path file, long offset, long bytes, WritableByteChannel out)
            throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long done = 0; done < bytes; ) {
                long count = in.transferTo(offset + done, bytes - done, out);
                if (count <= 0) {
                    throw new IOException(file.getFileName() + " was cut short while it was read");
                }
                done += count;
            }
        }
        return WeightError.NONE;
    }

    /// What will lie on the disk.
    long bytes() {
        return pieces.stream().mapToLong(Piece::bytes).sum();
    }

    /// What will be read.
    long sourceBytes() {
        return pieces.stream().mapToLong(Piece::sourceBytes).sum();
    }
}
