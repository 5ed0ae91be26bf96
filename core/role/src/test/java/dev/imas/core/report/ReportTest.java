package dev.imas.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.report.Report.Checklist;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Facts;
import dev.imas.core.report.Report.Part;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import dev.imas.core.report.Report.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One report, each of its forms, read back by another reader (C83). */
class ReportTest {

  private static final Report REPORT =
      new Report(
          "INC-7F3KX: the shop is down",
          "en",
          List.of(new Fact("Service", "shop"), new Fact("Users affected", "")),
          List.of(
              Section.of(
                  "Timeline",
                  new Table(
                      List.of("At", "What"),
                      List.of(List.of("03:04", "a | b"), List.of("03:05", "two\nlines")))),
              Section.of(
                  "Impact",
                  new Text(
                      """
                      # A heading of its own

                      Some *words*, **more** and `code`.

                      1. one
                      2. two
                         - deep

                      [a page](https://example.org/a?b=1&c=2)

                      > quoted

                      ```
                      a  <b>
                      c
                      ```
                      """),
                  new Facts(List.of(new Fact("Region", "Île-de-France")))),
              Section.of(
                  "Actions",
                  new Checklist(
                      List.of(
                          new Checklist.Item("Test the fail-over", true),
                          new Checklist.Item("Write it down", false))))));

  static Report of(String title, Part... parts) {
    return new Report(title, "en", List.of(), List.of(Section.of("Section", parts)));
  }

  /** What another reader reads of a form. */
  static String read(ReportFormat format, byte[] bytes) throws IOException {
    return switch (format) {
      case MARKDOWN, HTML -> new String(bytes, StandardCharsets.UTF_8);
      case PDF -> {
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
          yield new PDFTextStripper().getText(pdf);
        }
      }
      case DOCX -> {
        try (XWPFWordExtractor word =
            new XWPFWordExtractor(new XWPFDocument(new ByteArrayInputStream(bytes)))) {
          yield word.getText();
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void eachFormSaysEverything(ReportFormat format) throws IOException {
    assertThat(read(format, format.write(REPORT)))
        .contains("INC-7F3KX: the shop is down", "Service:", "shop", "Users affected:", "–")
        .contains("Timeline", "At", "What", "03:04", "03:05", "two lines")
        .contains("A heading of its own", "words", "more", "code", "one", "two", "deep")
        .contains("a page", "quoted", "Region:", "Île-de-France")
        .contains("☑ Test the fail-over", "☐ Write it down");
  }

  @ParameterizedTest
  @EnumSource(
      value = ReportFormat.class,
      names = {"MARKDOWN", "HTML", "DOCX"})
  void theSameReportHasTheSameBytes(ReportFormat format) {
    byte[] first = format.write(REPORT);
    assertThat(format.write(REPORT)).isEqualTo(first);
  }

  @Test
  void markdownIsMarkdownThatSaysTheSame() {
    String markdown = new String(ReportFormat.MARKDOWN.write(REPORT), StandardCharsets.UTF_8);
    assertThat(markdown)
        .startsWith("# INC-7F3KX: the shop is down\n")
        .contains("- **Service:** shop", "## Timeline", "|At|What|", "|03:04|a \\| b|")
        .contains("### A heading of its own", "[a page](https://example.org/a?b=1\\&c=2)");
  }

  @Test
  void aWordFileHasHeadingsListsTablesAndLinks() throws IOException {
    try (XWPFDocument word =
        new XWPFDocument(new ByteArrayInputStream(ReportFormat.DOCX.write(REPORT)))) {
      assertThat(word.getParagraphs())
          .extracting(XWPFParagraph::getStyle)
          .contains("Heading1", "Heading2", "Heading3", "Code");
      assertThat(word.getTables()).hasSize(1);
      assertThat(word.getTables().get(0).getRow(1).getCell(1).getText()).isEqualTo("a | b");
      assertThat(word.getHyperlinks())
          .extracting(link -> link.getURL())
          .containsExactly("https://example.org/a?b=1&c=2");
      assertThat(word.getParagraphs())
          .filteredOn(paragraph -> paragraph.getNumID() != null)
          .extracting(paragraph -> paragraph.getNumIlvl().intValue())
          .contains(0, 1);
      assertThat(word.getProperties().getCoreProperties().getTitle())
          .isEqualTo("INC-7F3KX: the shop is down");
    }
  }

  @Test
  void aPdfNamesItsTitleAndLanguageAndRepeatsTheHeadOfATable() throws IOException {
    List<List<String>> rows =
        IntStream.range(0, 200).mapToObj(i -> List.of("row " + i, "x")).toList();
    byte[] bytes =
        ReportFormat.PDF.write(of("Many rows", new Table(List.of("The column", "B"), rows)));
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("en");
      assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("Many rows");
      PDFTextStripper second = new PDFTextStripper();
      second.setStartPage(2);
      second.setEndPage(2);
      assertThat(second.getText(pdf)).contains("The column");
    }
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void noGlyphIsLost(ReportFormat format) throws IOException {
    String known = "Où çà, œuvre — “ça” … Ελληνικά Кириллица → ← ≤ ≥ ≠ ✓ € ½ ß ł ő";
    String read =
        read(
            format, format.write(of(known, new Text(known), new Table(List.of(known), List.of()))));
    assertThat(read.replaceAll("\\s+", " ")).contains(known);
  }

  @Test
  void whatTheFontsLackIsWrittenByItsName() throws IOException {
    Report report = of("🔴 Down", new Text("漢 and 👩‍🚒️, `🔥`"));
    assertThat(read(ReportFormat.PDF, ReportFormat.PDF.write(report)).replaceAll("\\s+", " "))
        .contains("[large red circle] Down", "[cjk unified ideographs 6f22] and")
        .contains("[woman][fire engine]", "[fire]");
    assertThat(read(ReportFormat.DOCX, ReportFormat.DOCX.write(report)))
        .contains("🔴", "漢", "👩‍🚒");
  }

  @Test
  void whatIsNestedWithoutEndIsText() {
    for (String bomb :
        List.of(">", "*", "_", "[", "- ", "(", "`", "**a ", "![", "1. ", "<a", "&")) {
      for (ReportFormat format : ReportFormat.values()) {
        assertThat(format.write(of("Bomb", new Text(bomb.repeat(5_000))))).isNotEmpty();
      }
    }
  }

  @Test
  void thereAreLimits() {
    List<List<String>> rows = Collections.nCopies(Report.MOST_ROWS + 1, List.of("x"));
    Table table = new Table(List.of("A"), rows);
    assertThatThrownBy(() -> of("Too many", table)).hasMessageContaining("5001");
    byte[] cut = ReportFormat.MARKDOWN.write(of("Long", new Text("x".repeat(200_000))));
    assertThat(cut.length).isLessThan(100_200);
  }
}
