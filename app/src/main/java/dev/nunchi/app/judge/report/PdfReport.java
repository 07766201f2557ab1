package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.Interval;
import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Block;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Heading;
import dev.nunchi.app.judge.report.Report.Method;
import dev.nunchi.app.judge.report.Report.Paragraph;
import dev.nunchi.app.judge.report.Report.SideBySide;
import dev.nunchi.app.judge.report.Report.Table;
import dev.nunchi.app.judge.report.Report.Tone;
import dev.nunchi.app.judge.report.Report.Warning;

import org.openpdf.text.Chunk;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.Image;
import org.openpdf.text.PageSize;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.SplitCharacter;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfWriter;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A report as PDF on A4, in the program's own font, of which the glyphs that are used are
/// embedded.
final class PdfReport {
    private static final Color INK = new Color(0x1F1D1A);
    private static final Color QUIET = new Color(0x66615A);
    private static final Color LINE = new Color(0xE2DFD8);
    private static final Color ACCENT = new Color(0x0B6E6E);
    private static final Color BASELINE = new Color(0xA7A39B);
    private static final Color WARNING = new Color(0xB3541E);
    private static final float MARGIN = 48;
    private static final float BAR_HEIGHT = 9;
    private static final float WHISKER = 0.8f;

    // Heights in points, as far as pages are turned by them.
    private static final float CAPTION = 22;
    private static final float ROW = 20;
    private static final float AFTER_HEADING = 90;
    private static final int MOST_BARS = 20;

    /// Korean is broken between words, as Latin is; the library would break it anywhere, also
    /// before a full stop.
    private static final SplitCharacter BETWEEN_WORDS =
            (_, current, _, text, _) -> Character.isWhitespace(text[current]);

    private final Document document = new Document(PageSize.A4, MARGIN, MARGIN, MARGIN, MARGIN);
    private final BaseFont regular = PdfFont.of("Pretendard-Regular.otf");
    private final BaseFont strong = PdfFont.of("Pretendard-SemiBold.otf");

    private final PdfWriter writer;

    private PdfReport(ByteArrayOutputStream bytes) {
        writer = PdfWriter.getInstance(document, bytes);
    }

    static byte[] of(Report report) {
        var bytes = new ByteArrayOutputStream();
        var pdf = new PdfReport(bytes);
        pdf.document.addTitle(report.title());
        pdf.document.open();
        pdf.paragraph(report.title(), new Font(pdf.strong, 18, Font.NORMAL, INK));
        report.blocks().forEach(pdf::add);
        pdf.document.close();
        return bytes.toByteArray();
    }

    private static Phrase words(String text, Font font) {
        var chunk = new Chunk(text, font);
        chunk.setSplitCharacter(BETWEEN_WORDS);
        return new Phrase(chunk);
    }

    private Font body() {
        return new Font(regular, 9.5f, Font.NORMAL, INK);
    }

    private Font small(Color colour) {
        return new Font(regular, 8, Font.NORMAL, colour);
    }

    private Font bold(float size) {
        return new Font(strong, size, Font.NORMAL, INK);
    }

    private void add(Block block) {
        switch (block) {
            case Heading(String text) -> {
                keepTogether(AFTER_HEADING);
                paragraph(text, bold(13));
            }
            case Method(String title, var paragraphs) -> {
                add(new Heading(title));
                paragraphs.forEach(text -> add(new Paragraph(text)));
            }
            case Paragraph(String text) -> paragraph(text, body());
            case Warning(String text) ->
                    paragraph(text, new Font(strong, 9.5f, Font.NORMAL, WARNING));
            case Table table -> add(table);
            case Chart chart -> add(chart);
            case SideBySide pair -> add(pair);
        }
    }

    /// Turns the page if what follows would be torn from what it belongs to.
    ///
    /// @param height in points
    private void keepTogether(float height) {
        if (writer.getVerticalPosition(true) - document.bottom() < height) {
            document.newPage();
        }
    }

    private void paragraph(String text, Font font) {
        var paragraph = new org.openpdf.text.Paragraph(words(text, font));
        paragraph.setSpacingBefore(font.getSize() * 0.6f);
        paragraph.setSpacingAfter(4);
        document.add(paragraph);
    }

    private void add(Table table) {
        keepTogether(CAPTION + 3 * ROW);
        paragraph(table.caption(), small(QUIET));
        var grid = new PdfPTable(table.head().size());
        grid.setWidthPercentage(100);
        grid.setHeaderRows(1);
        table.head().forEach(cell -> grid.addCell(cell(cell, bold(8))));
        table.rows().forEach(row -> row.forEach(cell -> grid.addCell(cell(cell, small(INK)))));
        document.add(grid);
    }

    private PdfPCell cell(String text, Font font) {
        var cell = new PdfPCell(words(text, font));
        cell.setBorder(Rectangle.BOTTOM);
        cell.setBorderColor(LINE);
        cell.setPadding(4);
        return cell;
    }

    private static PdfPCell bare(Element content) {
        var cell = new PdfPCell();
        cell.addElement(content);
        cell.setBorder(Rectangle.NO_BORDER);
        return cell;
    }

    private void add(Chart chart) {
        keepTogether(CAPTION + Math.min(chart.bars().size(), MOST_BARS) * ROW);
        paragraph(chart.title(), small(QUIET));
        var rows = new PdfPTable(new float[] {32, 50, 18});
        rows.setWidthPercentage(100);
        for (var bar : chart.bars()) {
            rows.addCell(bare(words(bar.label(), small(INK))));
            rows.addCell(drawn(bar, chart.end()));
            var figure = bare(words(bar.text(), small(INK)));
            figure.setPaddingLeft(BAR_HEIGHT);
            rows.addCell(figure);
        }
        document.add(rows);
    }

    /// A bar, and across it the interval that its value lies in.
    private static PdfPCell drawn(Bar bar, double end) {
        var cell = new PdfPCell();
        cell.setBorder(Rectangle.NO_BORDER);
        cell.setMinimumHeight(2 * BAR_HEIGHT);
        cell.setCellEvent((_, place, canvases) -> {
            var canvas = canvases[PdfPTable.BACKGROUNDCANVAS];
            float middle = (place.getTop() + place.getBottom()) / 2;
            float length = at(place, bar.value() / end) - place.getLeft();
            canvas.saveState();
            canvas.setColorFill(bar.tone() == Tone.CANDIDATE ? ACCENT : BASELINE);
            canvas.rectangle(place.getLeft(), middle - BAR_HEIGHT / 2, length, BAR_HEIGHT);
            canvas.fill();
            bar.interval().ifPresent(range -> whisker(canvas, range, place, end));
            canvas.restoreState();
        });
        return cell;
    }

    private static void whisker(
            PdfContentByte canvas, Interval range, Rectangle place, double end) {
        float middle = (place.getTop() + place.getBottom()) / 2;
        float low = at(place, range.low() / end);
        float high = at(place, range.high() / end);
        canvas.setColorStroke(INK);
        canvas.setLineWidth(WHISKER);
        canvas.moveTo(low, middle);
        canvas.lineTo(high, middle);
        for (float limit : new float[] {low, high}) {
            canvas.moveTo(limit, middle - BAR_HEIGHT / 3);
            canvas.lineTo(limit, middle + BAR_HEIGHT / 3);
        }
        canvas.stroke();
    }

    private static float at(Rectangle place, double share) {
        return place.getLeft() + (float) Math.clamp(share, 0, 1) * place.getWidth();
    }

    private void add(SideBySide pair) {
        var sides = new PdfPTable(new float[] {30, 70});
        sides.setWidthPercentage(100);
        sides.setSpacingBefore(10);
        var left = new PdfPCell();
        left.setBorder(Rectangle.NO_BORDER);
        ReportPicture.jpeg(pair.picture()).ifPresent(jpeg -> left.addElement(image(jpeg)));
        sides.addCell(left);
        var right = new PdfPCell();
        right.setBorder(Rectangle.NO_BORDER);
        right.setPaddingLeft(8);
        right.addElement(new org.openpdf.text.Paragraph(words(pair.question(), bold(9.5f))));
        for (var saying : pair.sayings()) {
            right.addElement(new org.openpdf.text.Paragraph(words(saying.who(), small(QUIET))));
            right.addElement(new org.openpdf.text.Paragraph(words(saying.text(), body())));
        }
        sides.addCell(right);
        document.add(sides);
    }

    private static Image image(byte[] jpeg) {
        try {
            var image = Image.getInstance(jpeg);
            image.scaleToFit(140, 140);
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
