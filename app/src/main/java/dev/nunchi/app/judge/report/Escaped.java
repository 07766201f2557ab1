package dev.nunchi.app.judge.report;

/// Words of models and files, which are to be seen as they are.
final class Escaped {
    private Escaped() {}

    static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// For Markdown, in one line.
    static String markdown(String text) {
        return text.strip()
                .replaceAll("\\s*\\n\\s*", " ")
                .replaceAll("([\\\\`*_{}\\[\\]<>#|])", "\\\\$1");
    }
}
