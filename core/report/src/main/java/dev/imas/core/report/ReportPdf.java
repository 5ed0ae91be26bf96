package dev.imas.core.report;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Text;

/**
 * A report as a PDF with embedded fonts, and with tags for screen readers unless it is long. It
 * loads nothing.
 */
final class ReportPdf {

  /** Tags make a long table take twice the time, and three times the space. */
  private static final int MOST_TAGGED_ROWS = 1_000;

  private static final int NORMAL = 400;
  private static final int BOLD = 700;

  static {
    XRLog.setLoggingEnabled(false); // It would log what people wrote.
  }

  private ReportPdf() {}

  static byte[] bytes(Report report) {
    Document tree = ReportTree.of(report);
    tree.accept(new Shown());
    String page =
        ReportHtml.page(report, tree)
            // A declaration of a type would be looked for.
            .replaceFirst("<!DOCTYPE html>\\s*", "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.useExternalResourceAccessControl(
        (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
    builder.useExternalResourceAccessControl(
        (uri, type) -> false, ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
    builder.useUriResolver((base, uri) -> null);
    font(builder, ReportFonts.REGULAR, "Report", NORMAL, FontStyle.NORMAL);
    font(builder, ReportFonts.BOLD, "Report", BOLD, FontStyle.NORMAL);
    font(builder, ReportFonts.OBLIQUE, "Report", NORMAL, FontStyle.ITALIC);
    font(builder, ReportFonts.BOLD_OBLIQUE, "Report", BOLD, FontStyle.ITALIC);
    font(builder, ReportFonts.MONO, "ReportMono", NORMAL, FontStyle.NORMAL);
    // Has what the others may lack, whatever the weight.
    font(builder, ReportFonts.REGULAR, "Wide", NORMAL, FontStyle.NORMAL);
    builder.usePdfUaAccessibility(report.rows() <= MOST_TAGGED_ROWS);
    builder.withProducer("IMAS");
    builder.withHtmlContent(page, null);
    builder.toStream(out);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void font(
      PdfRendererBuilder builder, String font, String family, int weight, FontStyle style) {
    builder.useFont(() -> ReportFonts.open(font), family, weight, style, true);
  }

  /** Writes what the fonts lack in other words. */
  private static final class Shown extends AbstractVisitor {

    @Override
    public void visit(Text text) {
      text.setLiteral(ReportFonts.shown(text.getLiteral()));
    }

    @Override
    public void visit(Code code) {
      code.setLiteral(ReportFonts.shown(code.getLiteral()));
    }

    @Override
    public void visit(FencedCodeBlock code) {
      code.setLiteral(ReportFonts.shown(code.getLiteral()));
    }

    @Override
    public void visit(IndentedCodeBlock code) {
      code.setLiteral(ReportFonts.shown(code.getLiteral()));
    }
  }
}
