package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.Sha256;
import dev.nunchi.engine.storage.Storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The name that an adapter knows its base by: a hash of the model's weights.
///
/// Weights alone, because a corrected template or a new description leaves what was learnt valid;
/// whatever the files are called, because an import may rename them.
public final class BaseHash {
    private BaseHash() {}

    /// SHA-256 over the sorted SHA-256 of the weight files, in hexadecimal digits.
    ///
    /// @param cacheFolder remembers the files' hashes, so that large files are read once
    public static String of(Checkpoint checkpoint, Path cacheFolder) throws StorageException {
        Storage.createFolder(cacheFolder);
        var files = FileHashes.in(cacheFolder);
        var hashes = files.of(checkpoint.weightFiles());
        if (files.hasGrown()) {
            try (var _ = FolderLock.acquire(cacheFolder)) {
                files.save();
            }
        }
        return of(hashes);
    }

    /// The same without a memory: reads all weights.
    static String of(Checkpoint checkpoint) throws StorageException {
        var hashes = new ArrayList<String>();
        for (var file : checkpoint.weightFiles()) {
            hashes.add(FileHashes.hashOf(file));
        }
        return of(hashes);
    }

    private static String of(List<String> hashes) {
        var digest = Sha256.newDigest();
        hashes.stream()
                .sorted()
                .forEach(hash -> digest.update(hash.getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
