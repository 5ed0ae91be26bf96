package dev.imas.gateway.commit;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.dedup.KnownAlerts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the current texts of repeats, above all annotations, which carry values. The repeats
 * themselves are committed and counted as repeats. Their texts follow within a second or two, many
 * alerts in one statement, so that they do not slow down a batch of repeats. A lost text is only
 * out of date: {@link KnownAlerts} keeps the hash of what is stored, and lets the next minute's
 * repeat through. Bound to one event loop.
 */
public final class TextRefresh {

  private static final Logger log = LoggerFactory.getLogger(TextRefresh.class);

  private static final String STORE =
      """
      SELECT ingest_texts($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[])\
      """;

  private static final long EVERY_MS = 1_000;

  /** How many alerts may wait for the next statement. More than that wait for their next minute. */
  private static final int MOST_ALERTS = 2_000;

  /** How many characters of text may wait, likewise. */
  private static final int MOST_CHARACTERS = 4_000_000;

  /**
   * @param second of receipt, by which {@link KnownAlerts} computes the alert's minute
   */
  private record Texts(
      UUID tenant,
      OffsetDateTime observed,
      String labels,
      String annotations,
      String details,
      Labels stored,
      int second) {

    int characters() {
      return labels.length() + annotations.length() + details.length();
    }
  }

  private final Vertx vertx;
  private final Pool pool;
  private final KnownAlerts known;
  private final long timer;
  private Map<Fingerprint, Texts> waiting = new LinkedHashMap<>();
  private int characters;
  private boolean storing;

  /** To be called on its event loop. */
  public TextRefresh(Vertx vertx, Pool pool, KnownAlerts known) {
    this.vertx = vertx;
    this.pool = pool;
    this.known = known;
    this.timer = vertx.setPeriodic(EVERY_MS, id -> store());
  }

  /** The row's repeats are committed, and its newest event has texts other than those stored. */
  void add(BatchRow row) {
    if (waiting.size() >= MOST_ALERTS || characters >= MOST_CHARACTERS) {
      known.putTextsOff(1);
      return;
    }
    AlertEvent event = row.newest;
    IncomingAlert alert = event.alert;
    Texts texts =
        new Texts(
            row.tenant,
            IngestStatement.time(event.observedAtMicros()),
            JsonObjectText.of(alert.labels()),
            JsonObjectText.of(alert.annotations()),
            JsonObjectText.of(alert.details()),
            alert.annotations(),
            (int) (event.receivedAtMicros() / 1_000_000L));
    characters += texts.characters();
    Texts before = waiting.put(row.fingerprint, texts);
    if (before != null) {
      characters -= before.characters();
    }
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void store() {
    if (storing || waiting.isEmpty()) {
      return;
    }
    Map<Fingerprint, Texts> batch = waiting;
    waiting = new LinkedHashMap<>();
    characters = 0;
    storing = true;
    pool.preparedQuery(STORE)
        .execute(arguments(batch))
        .onSuccess(stored -> learn(batch, stored))
        .recover(
            cause -> {
              log.atDebug()
                  .setCause(cause)
                  .log(
                      "Changed annotations were not stored; they are tried again with a later"
                          + " repeat");
              known.putTextsOff(batch.size());
              return Future.succeededFuture();
            })
        .onComplete(done -> storing = false);
  }

  private void learn(Map<Fingerprint, Texts> batch, RowSet<Row> stored) {
    for (Row row : stored) {
      Fingerprint fingerprint = Fingerprint.of(row.getUUID(0));
      Texts texts = batch.get(fingerprint);
      if (texts != null) {
        known.learnTexts(fingerprint, texts.stored(), texts.second());
      }
    }
  }

  private static Tuple arguments(Map<Fingerprint, Texts> batch) {
    List<Texts> texts = new ArrayList<>(batch.values());
    return Tuple.tuple()
        .addValue(texts.stream().map(Texts::tenant).toArray(UUID[]::new))
        .addValue(batch.keySet().stream().map(Fingerprint::toUuid).toArray(UUID[]::new))
        .addValue(texts.stream().map(Texts::observed).toArray(OffsetDateTime[]::new))
        .addValue(texts.stream().map(Texts::labels).toArray(String[]::new))
        .addValue(texts.stream().map(Texts::annotations).toArray(String[]::new))
        .addValue(texts.stream().map(Texts::details).toArray(String[]::new));
  }
}
