package dev.nunchi.app.ui.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TexTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x^2 + y_{12} | x² + y₁₂",
                "\\frac{a}{b+1} | a/(b+1)",
                "\\sqrt{x} \\leq \\sqrt[3]{x+1} | √x ≤ ³√(x+1)",
                "e^{i\\pi} = -1 | e^(iπ) = −1",
                "\\sum_{i=1}^{n} \\alpha_i | ∑ᵢ₌₁ⁿ αᵢ",
                "\\left( \\mathbf{W}x \\right) \\in \\mathbb{R}^d | ( Wx ) ∈ ℝᵈ",
                "\\text{area} = \\hat{y} | area = ŷ",
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} | 1 2 ; 3 4",
                "\\unknown{x} | unknownx",
                "x^{ | x^",
            })
    void formulaIsReadable(String tex, String expected) {
        assertEquals(expected, TexText.of(tex));
    }

    @Test
    void formulaIsMarkedAndKeptFromMarkdown() {
        assertEquals("so \uE110a\\_b\uE111 holds", MathMarks.mark("so $a_b$ holds"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs $5 and $10.",
                "`$x$` is code",
                "```\n$x$\n```",
                "a formula that is still $coming",
                "US$3 or 3$",
            })
    void whatIsNoFormulaStaysAsItIs(String markdown) {
        assertEquals(markdown, MathMarks.mark(markdown));
    }

    @Test
    void displayedFormulaIsAParagraphOfItsOwn() {
        assertEquals("Then \n\n\uE110x²\uE111\n\n.", MathMarks.mark("Then $$x^2$$."));
        assertEquals("\n\n\uE110x²\uE111\n\n", MathMarks.mark("\\[x^2\\]"));
        assertEquals("\uE110x²\uE111", MathMarks.mark("\\(x^2\\)"));
    }

    @Test
    void deepNestingEnds() {
        TexText.of("{".repeat(10_000));
        TexText.of("\\sqrt".repeat(10_000));
    }
}
