package dev.nunchi.app.exchange;

import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Role;

import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

import java.io.IOException;
import java.io.Writer;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;

/// Conversations as one page that loads nothing: pictures are in it, HTML that a model wrote is
/// shown as written, and a policy forbids the rest.
final class HtmlPage {
    private static final List<org.commonmark.Extension> EXTENSIONS =
            List.of(TablesExtension.create(), StrikethroughExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder()
                    .extensions(EXTENSIONS)
                    .escapeHtml(true)
                    .sanitizeUrls(true)
                    .attributeProviderFactory(_ ->
                            (_, tag, attributes) -> {
                                // A picture of the network would be asked for on opening.
                                if (tag.equals("img")) {
                                    attributes.remove("src");
                                }
                            })
                    .build();

    private final PageWords words;
    private final PictureFiles pictures;

    HtmlPage(PageWords words, PictureFiles pictures) {
        this.words = words;
        this.pictures = pictures;
    }

    void write(List<ExportedConversation> conversations, Writer out)
            throws IOException, StorageException {
        String title =
                conversations.isEmpty() ? "" : PageText.title(conversations.getFirst(), words);
        out.write(head(words.locale().getLanguage(), escaped(title)));
        for (var exported : conversations) {
            write(exported, out);
        }
        out.write("</body>\n</html>\n");
    }

    private static String head(String language, String title) {
        return """
        <!DOCTYPE html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <style>
        body { max-width: 760px; margin: 32px auto; padding: 0 16px; font: 15px/1.55 system-ui, sans-serif;
          color: #1f1d1a; background: #fbfaf8; }
        h1 { font-size: 24px; } h2 { font-size: 12px; color: #66615a; margin: 24px 0 4px; font-weight: 600; }
        .user { background: #f3f1ed; border-radius: 14px; padding: 10px 14px; white-space: pre-wrap; }
        img { max-width: 360px; max-height: 270px; border-radius: 14px; margin: 0 8px 8px 0; }
        pre { background: #f3f1ed; border-radius: 10px; padding: 12px 16px; overflow-x: auto; }
        table { border-collapse: collapse; } td, th { border-bottom: 1px solid #e2dfd8; padding: 6px 16px 6px 0; text-align: left; }
        time { color: #66615a; font-size: 12px; }
        @media (prefers-color-scheme: dark) {
          body { color: #eceae6; background: #161716; } .user, pre { background: #1e201f; } a { color: #5cc9c4; }
          h2, time { color: #a7a39b; } td, th { border-color: #343735; } }
        </style>
        </head>
        <body>
        """
                .formatted(language, title);
    }

    private void write(ExportedConversation exported, Writer out)
            throws IOException, StorageException {
        var when =
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(words.locale())
                        .withZone(ZoneId.systemDefault());
        out.write("<h1>" + escaped(PageText.title(exported, words)) + "</h1>\n");
        out.write(
                "<time>" + escaped(when.format(exported.conversation().createdAt())) + "</time>\n");
        for (StoredTurn turn : exported.path()) {
            out.write("<h2>" + escaped(PageText.speaker(turn, exported, words)) + "</h2>\n");
            for (StoredPicture picture : turn.pictures()) {
                out.write(
                        "<img alt=\"%s\" src=\"%s\">\n"
                                .formatted(
                                        escaped(picture.name()),
                                        DataUri.of(picture, pictures.read(picture))));
            }
            out.write(
                    turn.role() == Role.USER
                            ? "<div class=\"user\">" + escaped(turn.text()) + "</div>\n"
                            : "<div>" + RENDERER.render(PARSER.parse(turn.text())) + "</div>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
