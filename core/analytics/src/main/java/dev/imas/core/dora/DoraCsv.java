package dev.imas.core.dora;

import dev.imas.core.dora.DoraRepository.NamedService;
import dev.imas.core.dora.DoraRow.OfCommit;
import dev.imas.core.http.Csv;
import dev.imas.core.http.Pieces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows behind a metric as comma-separated values, put together while they are written. */
final class DoraCsv implements Pieces {

  private static final int PIECE = 500;

  static final List<String> COLUMNS =
      List.of(
          "deployment",
          "finished_at",
          "state",
          "service",
          "repository",
          "environment",
          "sha",
          "ref",
          "places",
          "counted",
          "because",
          "seconds",
          "incidents",
          "rollback_of",
          "commit_sha",
          "commit_title",
          "committed_at");

  private final DoraRows rows;
  private int written;
  private boolean isBegun;

  DoraCsv(DoraRows rows) {
    this.rows = rows;
  }

  @Override
  public String contentType() {
    return "text/csv; charset=utf-8; header=present";
  }

  @Override
  public @Nullable String next() {
    if (isBegun && written >= rows.size()) {
      return null;
    }
    StringBuilder piece = new StringBuilder();
    if (!isBegun) {
      piece.append(String.join(",", COLUMNS)).append("\r\n");
    }
    isBegun = true;
    List<DoraRow> page = rows.page(written, PIECE);
    page.forEach(row -> piece.append(line(row)));
    written += page.size();
    return piece.toString();
  }

  private static String line(DoraRow row) {
    NamedService service = row.service();
    OfCommit commit = row.commit();
    return Csv.line(
        row.deployment(),
        row.finishedAt(),
        row.state(),
        service == null ? null : service.name(),
        row.repository(),
        row.environment(),
        row.sha(),
        row.ref(),
        row.places(),
        row.counted(),
        row.because(),
        row.seconds(),
        String.join(" ", row.incidents()),
        row.rollbackOf(),
        commit == null ? null : commit.sha(),
        commit == null ? null : commit.title(),
        commit == null ? null : commit.at());
  }
}
