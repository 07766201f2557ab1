package dev.nunchi.app.ui.control;

import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Turns parsed Markdown into nodes. HTML is shown as written, pictures as links: nothing is
/// loaded.
final class MarkdownRenderer {
    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");
    private static final int MAX_TABLE_ROWS = 200;
    private static final int MAX_TABLE_COLUMNS = 20;

    private final MarkdownPane.Words words;
    private final Consumer<URI> openLink;
    // A formula may be cut into several pieces of text.
    private boolean inFormula;

    MarkdownRenderer(MarkdownPane.Words words, Consumer<URI> openLink) {
        this.words = words;
        this.openLink = openLink;
    }

    Node block(org.commonmark.node.Node block) {
        return switch (block) {
            case Heading heading -> styled(flow(heading), "md-h" + Math.min(4, heading.getLevel()));
            case FencedCodeBlock code -> code(code.getLiteral(), code.getInfo());
            case IndentedCodeBlock code -> code(code.getLiteral(), "");
            case BulletList list -> list(list);
            case OrderedList list -> list(list);
            case BlockQuote quote -> styled(blocks(quote), "md-quote");
            case TableBlock table -> table(table);
            case ThematicBreak _ -> styled(new Region(), "md-rule");
            case HtmlBlock html -> styled(plain(html.getLiteral()), "md-paragraph");
            default -> styled(flow(block), "md-paragraph");
        };
    }

    Node note(String sentence) {
        var label = new Label(sentence);
        label.setWrapText(true);
        return styled(label, "md-note");
    }

    private VBox blocks(org.commonmark.node.Node parent) {
        var box = new VBox();
        box.getStyleClass().add("md-blocks");
        for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
            box.getChildren().add(block(child));
        }
        return box;
    }

    private Node list(ListBlock list) {
        var grid = styled(styled(new GridPane(), list.isTight() ? "tight" : "loose"), "md-list");
        int number = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : 0;
        int row = 0;
        for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
            var run = run(list instanceof OrderedList ? number++ + "." : "•", List.of("md-marker"));
            var marker = new SelectableText(List.of(run), words.copy());
            marker.setMinWidth(Region.USE_PREF_SIZE);
            GridPane.setHalignment(marker, HPos.RIGHT);
            GridPane.setValignment(marker, VPos.TOP);
            marker.setMaxWidth(Region.USE_PREF_SIZE);
            var content = blocks(item);
            GridPane.setHgrow(content, Priority.ALWAYS);
            grid.addRow(row++, marker, content);
        }
        return grid;
    }

    private Node code(String literal, @Nullable String info) {
        String text = literal.stripTrailing();
        var language = new Label(info == null ? "" : info.strip());
        language.getStyleClass().add("md-code-language");
        var copy = new Button(words.copyCode(), new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll("quiet", "md-code-copy");
        copy.setOnAction(_ -> SelectableText.copy(text));
        var header = new BorderPane();
        header.setLeft(language);
        header.setRight(copy);
        return styled(new VBox(header, styled(plain(text), "md-code-text")), "md-code-block");
    }

    private Node table(TableBlock table) {
        var grid = styled(new GridPane(), "md-table");
        int row = 0;
        for (var part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (var line = part.getFirstChild();
                    line != null && row < MAX_TABLE_ROWS;
                    line = line.getNext()) {
                addCells(grid, line, row++);
            }
        }
        return grid;
    }

    private void addCells(GridPane grid, org.commonmark.node.Node line, int row) {
        int column = 0;
        for (var node = line.getFirstChild();
                node instanceof TableCell cell && column < MAX_TABLE_COLUMNS;
                node = node.getNext()) {
            var box = styled(new VBox(flow(cell)), cell.isHeader() ? "md-th" : "md-td");
            box.setMaxWidth(Double.MAX_VALUE);
            GridPane.setHgrow(box, Priority.SOMETIMES);
            grid.add(box, column++, row);
        }
    }

    private SelectableText plain(String text) {
        return new SelectableText(List.of(run(text, List.of())), words.copy());
    }

    private SelectableText flow(org.commonmark.node.Node parent) {
        var runs = new ArrayList<Node>();
        addRuns(parent, List.of(), runs);
        return new SelectableText(runs, words.copy());
    }

    private void addRuns(org.commonmark.node.Node parent, List<String> styles, List<Node> into) {
        for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
            switch (child) {
                case org.commonmark.node.Text text -> addText(text.getLiteral(), styles, into);
                case Code code -> into.add(run(code.getLiteral(), with(styles, "md-code")));
                case HtmlInline html -> into.add(run(html.getLiteral(), styles));
                case SoftLineBreak _, HardLineBreak _ -> into.add(run("\n", styles));
                case Emphasis _ -> addRuns(child, with(styles, "md-emphasis"), into);
                case StrongEmphasis _ -> addRuns(child, with(styles, "md-strong"), into);
                case Strikethrough _ -> addRuns(child, with(styles, "md-struck"), into);
                case Link link -> addLink(link, link.getDestination(), styles, into);
                case Image image -> addLink(image, image.getDestination(), styles, into);
                default -> addRuns(child, styles, into);
            }
        }
    }

    /// Formulas stand between marks.
    private void addText(String literal, List<String> styles, List<Node> into) {
        var piece = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == MathMarks.OPEN || c == MathMarks.CLOSE) {
                addPiece(piece, styles, into);
                inFormula = c == MathMarks.OPEN;
            } else {
                piece.append(c);
            }
        }
        addPiece(piece, styles, into);
    }

    private void addPiece(StringBuilder piece, List<String> styles, List<Node> into) {
        if (!piece.isEmpty()) {
            into.add(run(piece.toString(), inFormula ? with(styles, "md-math") : styles));
            piece.setLength(0);
        }
    }

    private void addLink(
            org.commonmark.node.Node node, String address, List<String> styles, List<Node> into) {
        int first = into.size();
        addRuns(node, with(styles, "md-link"), into);
        if (into.size() == first) {
            into.add(run(address, with(styles, "md-link")));
        }
        for (var run : into.subList(first, into.size())) {
            Tooltip.install(run, new Tooltip(address));
            outside(address).ifPresent(uri -> makeClickable(run, uri));
        }
    }

    /// The address if it is one that may be opened outside the program.
    private static Optional<URI> outside(String address) {
        try {
            var uri = new URI(address);
            return Optional.ofNullable(uri.getScheme())
                    .filter(scheme -> SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)))
                    .map(_ -> uri);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private void makeClickable(Node run, URI address) {
        run.setCursor(Cursor.HAND);
        run.setFocusTraversable(true);
        run.setAccessibleRole(AccessibleRole.HYPERLINK);
        run.addEventHandler(MouseEvent.MOUSE_PRESSED, MouseEvent::consume);
        run.setOnMouseClicked(event -> {
            openLink.accept(address);
            event.consume();
        });
        run.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                        openLink.accept(address);
                        event.consume();
                    }
                });
    }

    private static Text run(String text, List<String> styles) {
        var run = new Text(text);
        run.getStyleClass().add("md-text");
        run.getStyleClass().addAll(styles);
        return run;
    }

    private static List<String> with(List<String> styles, String more) {
        var all = new ArrayList<>(styles);
        all.add(more);
        return all;
    }

    private static <N extends Node> N styled(N node, String styleClass) {
        node.getStyleClass().add(styleClass);
        return node;
    }
}
