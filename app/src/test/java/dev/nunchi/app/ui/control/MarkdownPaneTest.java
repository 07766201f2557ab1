package dev.nunchi.app.ui.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

@Tag("ui")
@ExtendWith(HeadlessToolkit.class)
class MarkdownPaneTest {
    private final List<URI> opened = new ArrayList<>();
    private final MarkdownPane pane =
            new MarkdownPane(new MarkdownPane.Words("Copy code", "Copy", "cut here"), opened::add);

    private List<String> blockStyles(String markdown) {
        pane.setMarkdown(markdown);
        return pane.blocks().stream().map(block -> block.getStyleClass().getLast()).toList();
    }

    private static List<Node> all(Node node) {
        var found = new ArrayList<Node>();
        found.add(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> found.addAll(all(child)));
        }
        return found;
    }

    private List<Text> runs(String markdown) {
        pane.setMarkdown(markdown);
        return all(pane).stream()
                .filter(Text.class::isInstance)
                .map(Text.class::cast)
                .filter(run -> run.getStyleClass().contains("md-text"))
                .toList();
    }

    private Text run(String markdown, String words) {
        return runs(markdown).stream()
                .filter(run -> run.getText().equals(words))
                .findFirst()
                .orElseThrow();
    }

    private static void press(Node node, KeyCode key) {
        node.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    @Test
    void eachBlockKindHasItsOwnLook() {
        assertEquals(
                List.of("md-h1", "md-paragraph", "md-quote", "md-code-block", "md-rule"),
                blockStyles("# A\n\nb\n\n> c\n\n```\nd\n```\n\n---\n"));
    }

    @Test
    void tableBecomesAGrid() {
        assertEquals(List.of("md-table"), blockStyles("| a | b |\n|---|---|\n| 1 | 2 |\n"));
    }

    @Test
    void orderedListCountsFromItsFirstNumber() {
        pane.setMarkdown("3. three\n4. four\n");

        assertEquals(
                List.of("3.", "4."),
                all(pane).stream()
                        .filter(node -> node.getStyleClass().contains("md-marker"))
                        .map(node -> ((Text) node).getText())
                        .toList());
    }

    @Test
    void emphasisMayBeNested() {
        assertEquals(
                List.of("md-text", "md-strong", "md-struck"),
                run("**a ~~b~~**", "b").getStyleClass());
    }

    @Test
    void koreanBoldDirectlyBeforeAParticleIsBold() {
        assertEquals(List.of("md-text", "md-strong"), run("**고양이**가 있어요", "고양이").getStyleClass());
    }

    @Test
    void formulaLooksDifferentFromTheWordsAroundIt() {
        assertEquals(
                List.of("md-text", "md-math"), run("so $a_b^2$ holds", "a_b²").getStyleClass());
        assertEquals(List.of("md-text"), run("so $a_b^2$ holds", " holds").getStyleClass());
    }

    @Test
    void growingTextKeepsTheNodesOfBlocksThatDidNotChange() {
        pane.setMarkdown("first\n\nsec");
        var first = pane.blocks().getFirst();

        pane.setMarkdown("first\n\nsecond");

        assertSame(first, pane.blocks().getFirst());
    }

    @Test
    void growingTextRendersItsLastBlockAnew() {
        pane.setMarkdown("first\n\nsec");

        assertEquals(
                List.of("first", "second"),
                runs("first\n\nsecond").stream().map(Text::getText).toList());
    }

    @Test
    void openCodeBlockIsShownWhileItStreams() {
        assertEquals(List.of("md-code-block"), blockStyles("```java\nint x"));
    }

    @Test
    void linkIsOpenedOnlyByThePerson() {
        var link = run("[page](https://example.org/a)", "page");
        assertEquals(List.of(), opened);

        press(link, KeyCode.ENTER);

        assertEquals(List.of(URI.create("https://example.org/a")), opened);
    }

    @Test
    void linkOfAnotherSchemeCannotBeOpened() {
        press(run("[page](file:///etc/passwd)", "page"), KeyCode.ENTER);

        assertEquals(List.of(), opened);
    }

    @Test
    void pictureIsALinkAndIsNotLoaded() {
        var picture = run("![a cat](https://example.org/cat.png)", "a cat");

        assertEquals(AccessibleRole.HYPERLINK, picture.getAccessibleRole());
    }

    @Test
    void htmlIsShownAsWritten() {
        assertEquals(
                List.of("<script>x</script>"),
                runs("<script>x</script>").stream().map(Text::getText).toList());
    }

    @Test
    void tooLongTextIsCutAndSaysSo() {
        pane.setMarkdown("a".repeat(MarkdownPane.MAX_CHARACTERS + 1));

        assertEquals("cut here", ((Label) pane.blocks().getLast()).getText());
    }

    @Test
    void deeplyNestedQuotesAreShownToo() {
        assertEquals(List.of("md-quote"), blockStyles("> ".repeat(10_000) + "deep"));
    }

    @Test
    void deeplyNestedListsAreShownToo() {
        assertEquals(List.of("md-list"), blockStyles("- ".repeat(10_000) + "deep").subList(0, 1));
    }

    @Test
    void selectionIsWithinTheText() {
        pane.setMarkdown("one **two**");
        var text = (SelectableText) pane.blocks().getFirst();

        text.select(2, 100);

        assertEquals("e two", text.selectedText());
    }
}
