package dev.nunchi.app.service;

import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.image.Cut;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.image.Region;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// Takes pictures in and gives them out: whole for the model, small for the window.
public final class PictureService {
    private static final int NAMED_DIGITS = 12;

    private final PictureFiles files;
    private final Path thumbnails;
    private final PictureCache decoded = new PictureCache();

    /// @param thumbnails a folder of the cache, created on demand
    public PictureService(PictureFiles files, Path thumbnails) {
        this.files = files;
        this.thumbnails = thumbnails;
    }

    /// Decodes and keeps a picture from a file.
    public StoredPicture add(Path file) throws EngineException {
        Picture picture = PictureReader.read(file);
        try {
            return keep(picture, Files.readAllBytes(file), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw StorageException.of(file, "copying a picture", e);
        }
    }

    /// Decodes and keeps a picture from its encoded bytes, e.g. a PNG of the clipboard.
    ///
    /// @param name what the person knows it by
    public StoredPicture add(byte[] encoded, String name) throws EngineException {
        return keep(PictureReader.read(encoded, name), encoded, name);
    }

    /// The pixels of a picture.
    public Picture decode(StoredPicture picture) throws EngineException {
        var known = decoded.get(picture.hash());
        if (known.isPresent()) {
            return known.get();
        }
        Picture read = PictureReader.read(files.read(picture), picture.name());
        decoded.put(read);
        return read;
    }

    /// A PNG of a picture, made once, no side longer than `maxSide` pixels.
    public Path thumbnail(StoredPicture picture, int maxSide) throws EngineException {
        Path file = thumbnails.resolve(picture.hash() + "-" + maxSide + ".png");
        return Files.exists(file) ? file : thumbnail(decode(picture), maxSide, file);
    }

    /// As [#thumbnail(StoredPicture, int)], of a picture that stays where it is.
    public Path thumbnail(Path source, int maxSide) throws EngineException {
        Picture picture = PictureReader.read(source);
        return thumbnail(
                picture,
                maxSide,
                thumbnails.resolve(picture.contentHash() + "-" + maxSide + ".png"));
    }

    private Path thumbnail(Picture picture, int maxSide, Path file) throws StorageException {
        if (!Files.exists(file)) {
            byte[] png = PictureEncoder.png(PictureEncoder.scaledToFit(picture, maxSide));
            try {
                Files.createDirectories(thumbnails);
                Path part = Files.createTempFile(thumbnails, "", ".part");
                Files.write(part, png);
                Storage.publish(part, file);
            } catch (IOException e) {
                throw StorageException.of(file, "writing a thumbnail", e);
            }
        }
        return file;
    }

    /// Cuts a part out of a picture and keeps it as a picture of its own.
    ///
    /// @param name what the person will know it by
    public StoredPicture cut(StoredPicture whole, PicturePart part, String name)
            throws EngineException {
        Picture picture = decode(whole);
        var region =
                new Region(
                        part.x() * picture.width(),
                        part.y() * picture.height(),
                        part.width() * picture.width(),
                        part.height() * picture.height());
        return add(PictureEncoder.png(Cut.of(picture, region)), name);
    }

    /// A file of a picture under the name that the person knows, for other programs. Made once; it
    /// lies in the cache.
    public Path export(StoredPicture picture) throws StorageException {
        Path file =
                thumbnails
                        .resolve("named")
                        .resolve(picture.hash().substring(0, NAMED_DIGITS))
                        .resolve(fileName(picture));
        if (!Files.exists(file)) {
            try {
                Files.createDirectories(file.getParent());
                Path part = Files.createTempFile(file.getParent(), "", ".part");
                Files.write(part, files.read(picture));
                Storage.publish(part, file);
            } catch (IOException e) {
                throw StorageException.of(file, "copying a picture", e);
            }
        }
        return file;
    }

    /// No system refuses it, and the ending says what it is.
    private static String fileName(StoredPicture picture) {
        String name = picture.name().replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_").strip();
        String ending = "." + (picture.format().equals("jpeg") ? "jpg" : picture.format());
        boolean ends =
                name.toLowerCase(Locale.ROOT).endsWith(ending)
                        || name.toLowerCase(Locale.ROOT).endsWith("." + picture.format());
        return ends ? name : name + ending;
    }

    private StoredPicture keep(Picture picture, byte[] encoded, String name)
            throws StorageException {
        var stored =
                new StoredPicture(
                        picture.contentHash(),
                        name,
                        picture.width(),
                        picture.height(),
                        picture.format().toLowerCase(Locale.ROOT));
        files.put(stored, encoded);
        decoded.put(picture);
        return stored;
    }

    /// Deletes pictures that no turn refers to and that were added before `time`.
    void collect(Set<String> kept, Instant time) throws StorageException {
        files.collect(kept, time);
    }
}
