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
 * Stores what repeats say of their alerts by now: annotations above all, which carry values. The
 * repeats themselves are committed and counted as repeats; their texts follow within a second or
 * two, many alerts in one statement, so that no batch of repeats becomes longer by them. Lost texts
 * cost nothing but age: {@link KnownAlerts} keeps the hash of what was stored, and lets the next
 * minute's repeat through. Bound to one event loop.
 */
public final class TextRefresh {

  private static final Logger log = LoggerFactory.getLogger(TextRefresh.class);

  private static final String STORE =
      """
      SELECT ingest_texts($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[])\
      """;

  private static final long EVERY_MS = 1_000;

  /** Alerts that wait for the next statement; what comes beyond waits for its next minute. */
  private static final int MOST_ALERTS = 2_000;

  /** Characters of their texts, likewise. */
  private static final int MOST_CHARACTERS = 4_000_000;

  /**
   * @param second of receipt, by which {@link KnownAlerts} tells the alert's minutes
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

  /** On the event loop whose it is. */
  public TextRefresh(Vertx vertx, Pool pool, KnownAlerts known) {
    this.vertx = vertx;
    this.pool = pool;
    this.known = known;
    this.timer = vertx.setPeriodic(EVERY_MS, id -> store());
  }

  /** This row's repeats are committed, and its newest has other texts than are stored. */
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
              log.atDebug().setCause(cause).log("Changed annotations are not stored yet");
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
