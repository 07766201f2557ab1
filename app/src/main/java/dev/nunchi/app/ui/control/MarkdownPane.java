package dev.nunchi.app.ui.control;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Markdown as JavaFX nodes: one child per block. Formulas become readable characters. Loads
/// nothing from anywhere; a link is opened only by the handler, and only when the person clicks it.
///
/// Made for text that grows: blocks whose source did not change keep their nodes, so a streamed
/// answer re-renders its last block only.
public final class MarkdownPane extends VBox {
    /// More characters than this are cut off: no answer of a model is that long, a trick may be.
    public static final int MAX_CHARACTERS = 60_000;

    private static final int MAX_BLOCKS = 1_000;
    private static final int MAX_NESTING = 12;

    private static final Parser PARSER =
            Parser.builder()
                    .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
                    .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                    .maxOpenBlockParsers(MAX_NESTING)
                    .maxInlineNesting(MAX_NESTING)
                    .build();

    /// The words that the pane shows itself.
    ///
    /// @param copyCode name of the button on a code block
    /// @param copy name of the act that copies a block's text
    /// @param tooLong the line that stands where a text was cut
    public record Words(String copyCode, String copy, String tooLong) {}

    /// What a rendered block depends on; equal keys look the same.
    private record BlockKey(Class<?> kind, String source, int definitions) {}

    private final Words words;
    private final Consumer<URI> openLink;
    private List<BlockKey> rendered = List.of();

    /// @param openLink is given the address of a link that was clicked: `http`, `https` or `mailto`
    public MarkdownPane(Words words, Consumer<URI> openLink) {
        this.words = words;
        this.openLink = openLink;
        getStyleClass().add("markdown");
        setAccessibleRole(AccessibleRole.TEXT);
        setFillWidth(true);
    }

    /// Shows a text in place of the last one.
    public void setMarkdown(String markdown) {
        boolean cut = markdown.length() > MAX_CHARACTERS;
        String shown = cut ? markdown.substring(0, MAX_CHARACTERS) : markdown;
        setAccessibleText(shown);
        String source = MathMarks.mark(shown);
        var keys = new ArrayList<BlockKey>();
        var blocks = new ArrayList<org.commonmark.node.Node>();
        collectBlocks(source, keys, blocks);
        int same = commonPrefix(rendered, keys);
        getChildren().remove(same, getChildren().size());
        var renderer = new MarkdownRenderer(words, openLink);
        for (var block : blocks.subList(same, blocks.size())) {
            getChildren().add(renderer.block(block));
        }
        rendered = List.copyOf(keys);
        if (cut || blocks.size() == MAX_BLOCKS) {
            getChildren().add(renderer.note(words.tooLong()));
        }
    }

    private static void collectBlocks(
            String source, List<BlockKey> keys, List<org.commonmark.node.Node> blocks) {
        var document = PARSER.parse(source);
        int definitions = 0;
        for (var block = document.getFirstChild();
                block != null && blocks.size() < MAX_BLOCKS;
                block = block.getNext()) {
            if (block instanceof LinkReferenceDefinition) {
                definitions++;
            } else {
                blocks.add(block);
            }
        }
        for (var block : blocks) {
            keys.add(new BlockKey(block.getClass(), sourceOf(block, source), definitions));
        }
    }

    private static String sourceOf(org.commonmark.node.Node block, String source) {
        var spans = block.getSourceSpans();
        if (spans.isEmpty()) {
            return "";
        }
        var last = spans.getLast();
        return source.substring(
                spans.getFirst().getInputIndex(), last.getInputIndex() + last.getLength());
    }

    private static int commonPrefix(List<BlockKey> old, List<BlockKey> now) {
        int limit = Math.min(old.size(), now.size());
        int same = 0;
        while (same < limit && old.get(same).equals(now.get(same))) {
            same++;
        }
        return same;
    }

    /// The rendered blocks in order, for tests and for screen readers that walk the tree.
    public List<Node> blocks() {
        return List.copyOf(getChildren());
    }
}
