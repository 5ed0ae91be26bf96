package dev.imas.core.postmortem;

import dev.imas.core.http.Pieces;
import dev.imas.core.report.Report;
import dev.imas.core.report.ReportFormat;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A report as Markdown, as one piece of a response. */
final class PostMortemMarkdown implements Pieces {

  private @Nullable String left;

  PostMortemMarkdown(Report report) {
    this.left = new String(ReportFormat.MARKDOWN.write(report), StandardCharsets.UTF_8);
  }

  @Override
  public String contentType() {
    return ReportFormat.MARKDOWN.contentType();
  }

  @Override
  public @Nullable String next() {
    String text = left;
    left = null;
    return text;
  }
}
