package dev.imas.core.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * The forms of a report. Writing one computes and loads nothing from elsewhere; a PDF may take
 * seconds, so do it where that keeps nobody waiting.
 */
public enum ReportFormat {
  MARKDOWN("md", "text/markdown; charset=utf-8", ReportFormat::markdown),
  HTML("html", "text/html; charset=utf-8", ReportHtml::bytes),
  PDF("pdf", "application/pdf", ReportPdf::bytes),
  DOCX(
      "docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      ReportDocx::bytes);

  private final String extension;
  private final String contentType;
  private final Function<Report, byte[]> writer;

  ReportFormat(String extension, String contentType, Function<Report, byte[]> writer) {
    this.extension = extension;
    this.contentType = contentType;
    this.writer = writer;
  }

  /** Of files, and the name in requests. */
  public String extension() {
    return extension;
  }

  public String contentType() {
    return contentType;
  }

  public byte[] write(Report report) {
    return writer.apply(report);
  }

  public static Optional<ReportFormat> named(String extension) {
    return Arrays.stream(values()).filter(f -> f.extension.equals(extension)).findFirst();
  }

  public static String names() {
    return Arrays.stream(values()).map(f -> f.extension).collect(Collectors.joining(", "));
  }

  private static byte[] markdown(Report report) {
    return MarkdownRenderer.builder()
        .extensions(ReportTree.EXTENSIONS)
        .build()
        .render(ReportTree.of(report))
        .getBytes(StandardCharsets.UTF_8);
  }
}
