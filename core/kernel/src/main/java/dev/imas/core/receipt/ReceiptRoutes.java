package dev.imas.core.receipt;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.Missing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /receipts/{id}}. A receipt holds its time, and the journal holds what became of the
 * request. A request with only repeats leaves nothing but counts, and the response says so.
 */
public final class ReceiptRoutes {

  /** Lines are looked for so long before and after the receipt's own time. */
  private static final Duration AROUND = Duration.ofHours(1);

  private static final int MOST_LINES = 10_000;

  private final Transactions transactions;
  private final ReceiptRepository receipts = new ReceiptRepository();
  private final Duration retention;
  private final Missing missing;
  private final InstantSource clock;

  public ReceiptRoutes(
      Transactions transactions, Duration retention, Missing missing, InstantSource clock) {
    this.transactions = transactions;
    this.retention = retention;
    this.missing = missing;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/receipts/{id}", Permission.ALERT_READ, this::get);
  }

  private Answer get(Call call) {
    UUID id = call.pathId("id");
    Instant issued = Instant.ofEpochMilli(UuidV7.epochMillis(id));
    Instant now = clock.instant();
    if (id.version() != 7
        || issued.isBefore(now.minus(retention))
        || issued.isAfter(now.plus(AROUND))) {
      throw missing.receipt(id);
    }
    List<ReceiptRepository.Line> lines =
        transactions.call(
            call.tenant(),
            tx ->
                receipts
                    .lines(tx, id, issued.minus(AROUND), issued.plus(AROUND), MOST_LINES)
                    .await());
    return Answer.ok(body(id, issued, lines));
  }

  private static Map<String, Object> body(
      UUID id, Instant issued, List<ReceiptRepository.Line> lines) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("receipt", id);
    body.put("received_at", issued);
    body.put("kept", !lines.isEmpty());
    if (!lines.isEmpty()) {
      body.put("alerts", lines);
    }
    return body;
  }
}
