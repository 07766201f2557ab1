package dev.nunchi.app.judge.report;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes reports as files.
public final class ReportFiles {
    private ReportFiles() {}

    /// What a report can be saved as.
    public enum Format {
        HTML("html"),
        PDF("pdf"),
        MARKDOWN("md");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /// Of file names, without the dot.
        public String ending() {
            return ending;
        }
    }

    /// Writes `report.html`, `report.md` and `report.pdf`.
    ///
    /// @param folder an existing one
    public static void write(Report report, Path folder) throws StorageException {
        for (var format : Format.values()) {
            write(report, format, folder.resolve("report." + format.ending()));
        }
    }

    /// Writes one file, with those of its charts and pictures in a folder beside it if it is
    /// Markdown. Each appears whole or not at all, and replaces one of its name.
    public static void write(Report report, Format format, Path file) throws StorageException {
        switch (format) {
            case HTML -> put(file, bytes(HtmlReport.of(report)));
            case PDF -> put(file, PdfReport.of(report));
            case MARKDOWN -> {
                var pages = MarkdownReport.of(report);
                Path beside = file.resolveSibling(MarkdownReport.FOLDER);
                Storage.createFolder(beside);
                for (var picture : pages.files().entrySet()) {
                    put(beside.resolve(picture.getKey()), picture.getValue());
                }
                put(file, bytes(pages.text()));
            }
        }
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
