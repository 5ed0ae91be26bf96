package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.commit.TestCommitters.Said;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code ingest_texts} stores, and what it leaves unchanged. */
class TextRefreshIT {

  private static final String AN_HOUR_AGO = "now() - interval '1 hour'";
  private static final String IN_AN_HOUR = "now() + interval '1 hour'";

  private TestCommitters committers;
  private TestDatabase database;

  @BeforeEach
  void start() {
    committers = new TestCommitters(1, TestCommitters.CONFIG);
    database = committers.database;
  }

  @AfterEach
  void stop() {
    committers.ledgerBalances();
    committers.close();
  }

  /** How many of these alerts have the new text. */
  private int refresh(String annotations, String observed, String... names) {
    List<String> prints = new ArrayList<>();
    for (String name : names) {
      prints.add("'" + committers.fingerprint(name).toUuid() + "'::uuid");
    }
    int n = names.length;
    String sql =
        "SELECT count(*) FROM ingest_texts(array_fill('%s'::uuid, ARRAY[%d]), ARRAY[%s],"
                .formatted(committers.tenant, n, String.join(",", prints))
            + " array_fill((%s)::timestamptz, ARRAY[%d]), array_fill('{\"l\":\"new\"}'::text, ARRAY[%d]),"
                .formatted(observed, n, n)
            + " array_fill('%s'::text, ARRAY[%d]), array_fill('{}'::text, ARRAY[%d]))"
                .formatted(annotations, n, n);
    return Integer.parseInt(database.query(sql).getFirst());
  }

  private String texts(String name) {
    return database
        .query("SELECT labels || annotations FROM alert WHERE name = '" + name + "'")
        .getFirst();
  }

  private String counts() {
    return database
        .query("SELECT string_agg(concat_ws(' ', fire_count, seq, episode), ',') FROM alert")
        .getFirst();
  }

  @Test
  void firingAlertsTakeTheTextsAndNothingElseChanges() {
    committers.commit(Said.firing("one"));
    committers.commit(Said.firing("one"));
    committers.commit(Said.firing("two"));
    String before = counts();

    assertThat(refresh("{\"a\":\"new\"}", IN_AN_HOUR, "one", "two")).isEqualTo(2);

    assertThat(texts("one")).isEqualTo("{\"l\":\"new\"}{\"a\":\"new\"}");
    assertThat(texts("two")).isEqualTo(texts("one"));
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void noAnnotationsTakeNoneAway() {
    committers.commit(Said.firing("kept"));
    refresh("{\"a\":\"said\"}", IN_AN_HOUR, "kept");

    refresh("{}", IN_AN_HOUR, "kept");

    assertThat(texts("kept")).endsWith("{\"a\":\"said\"}");
  }

  @Test
  void whatIsOlderThanTheAlertsNewestChangeIsLeftOut() {
    committers.commit(Said.firing("newer"));
    String before = texts("newer");

    assertThat(refresh("{\"a\":\"old\"}", AN_HOUR_AGO, "newer")).isZero();

    assertThat(texts("newer")).isEqualTo(before);
  }

  @Test
  void resolvedAlertsKeepWhatTheirFiringSaid() {
    committers.commit(Said.firing("over"));
    committers.clock.move(Duration.ofSeconds(1));
    committers.commit(Said.recovery("over"));
    String before = texts("over");

    assertThat(refresh("{\"a\":\"late\"}", IN_AN_HOUR, "over")).isZero();

    assertThat(texts("over")).isEqualTo(before);
  }

  @Test
  void alertsThatSomebodyChangesNowAreNotWaitedFor() throws SQLException {
    committers.commit(Said.firing("free"));
    committers.commit(Said.firing("held"));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      try (ResultSet held =
          statement.executeQuery("SELECT 1 FROM alert_state WHERE name = 'held' FOR UPDATE")) {
        assertThat(held.next()).isTrue();
        assertThat(refresh("{\"a\":\"new\"}", IN_AN_HOUR, "free", "held")).isEqualTo(1);
      }
      other.rollback();
    }

    assertThat(texts("free")).endsWith("{\"a\":\"new\"}");
    assertThat(texts("held")).doesNotContain("new");
  }
}
