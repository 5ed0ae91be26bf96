package dev.imas.core.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;

/** A report as one HTML file without scripts, which loads nothing. It is well-formed XML, too. */
final class ReportHtml {

  private static final String CSS = resource("report.css");

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(ReportTree.EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .build();

  private ReportHtml() {}

  static byte[] bytes(Report report) {
    return page(report, ReportTree.of(report)).getBytes(StandardCharsets.UTF_8);
  }

  static String page(Report report, Node tree) {
    return """
    <!DOCTYPE html>
    <html lang="%s" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
    <title>%s</title><style>
    %s</style></head><body>
    %s</body></html>
    """
        .formatted(
            PlainText.escaped(report.language()),
            PlainText.escaped(PlainText.line(report.title())),
            CSS,
            RENDERER.render(tree));
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ReportHtml.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
