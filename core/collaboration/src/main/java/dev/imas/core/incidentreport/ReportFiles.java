package dev.imas.core.incidentreport;

import dev.imas.core.http.Answer;
import dev.imas.core.http.Call;
import dev.imas.core.http.FileBody;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Computations;
import dev.imas.core.report.Report;
import dev.imas.core.report.ReportFormat;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Answers with reports as files. They are written where that keeps no request waiting. */
public final class ReportFiles {

  private final Computations computations;

  public ReportFiles(Computations computations) {
    this.computations = computations;
  }

  /**
   * The form that a request asks for by {@code format}; null: it asks for none.
   *
   * @param besides other words that the caller knows, which are no forms of documents
   */
  static @Nullable ReportFormat format(Query query, String... besides) {
    String wanted = query.text("format");
    if (wanted == null) {
      return null;
    }
    for (String known : besides) {
      if (wanted.equals(known)) {
        return null;
      }
    }
    return ReportFormat.named(wanted)
        .orElseThrow(
            () ->
                Query.fault(
                    "format",
                    "is none of "
                        + String.join(", ", besides)
                        + (besides.length == 0 ? "" : ", ")
                        + ReportFormat.names()));
  }

  /** The form that a request asks for by {@code format}. */
  public static ReportFormat formatOr(Query query, ReportFormat otherwise) {
    ReportFormat asked = format(query);
    return asked == null ? otherwise : asked;
  }

  /**
   * Outside of a transaction, since a PDF can take seconds.
   *
   * @param name of the file, without its ending
   */
  public Answer answer(Call call, String name, ReportFormat format, Report report) {
    byte[] bytes = computations.of(call.tenant()).call(() -> format.write(report));
    return Answer.ok(
        new FileBody(name + "." + format.extension(), format.contentType(), Buffer.buffer(bytes)));
  }
}
