package dev.nunchi.app.exchange;

/// In which form conversations are written.
public enum FileLayout {
    /// Ours: everything, with branches and pictures; can be read again. Two endings, so that
    /// systems tell it from other JSON and know who opens it.
    JSON("nunchi.json"),
    /// The turns in front, for people; pictures by name.
    MARKDOWN("md"),
    /// The turns in front as one page that needs nothing else, pictures included.
    HTML("html");

    private final String extension;

    FileLayout(String extension) {
        this.extension = extension;
    }

    /// How such a file's name ends, without the dot.
    public String extension() {
        return extension;
    }
}
