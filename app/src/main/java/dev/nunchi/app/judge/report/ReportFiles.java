package dev.nunchi.app.judge.report;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Puts a report into a folder: `report.html`, `report.md` with its pictures, `report.pdf`.
public final class ReportFiles {
    private ReportFiles() {}

    /// Each file appears whole or not at all, and replaces one of its name.
    ///
    /// @param folder an existing one
    public static void write(Report report, Path folder) throws StorageException {
        put(folder.resolve("report.html"), bytes(HtmlReport.of(report)));
        var pages = MarkdownReport.of(report);
        Path beside = folder.resolve(MarkdownReport.FOLDER);
        Storage.createFolder(beside);
        for (var file : pages.files().entrySet()) {
            put(beside.resolve(file.getKey()), file.getValue());
        }
        put(folder.resolve("report.md"), bytes(pages.text()));
        put(folder.resolve("report.pdf"), PdfReport.of(report));
    }

    /// Writes `summary.json`.
    public static void writeJson(String json, Path folder) throws StorageException {
        put(folder.resolve("summary.json"), bytes(json + "\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Path file, byte[] bytes) throws StorageException {
        Path part = Storage.partOf(file);
        try {
            Files.write(part, bytes);
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }
}
