package dev.imas.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of the index and of the table a search reads, as core's login. */
class SearchPlanIT {

  private static final int INCIDENTS = 3 * SearchIndexer.BUCKET;

  /** What this session has read so far of the words and of their index. */
  private static final String READ =
      """
      SELECT pg_stat_get_xact_numscans('search_text'::regclass) AS table_scans,
             pg_stat_get_xact_numscans('search_text_words'::regclass) AS lookups,
             pg_stat_get_xact_tuples_fetched('search_text'::regclass) AS texts\
      """;

  private static final Duration LONG = Duration.ofSeconds(10);

  private static RunningCore core;
  private static Pool pool;

  @BeforeAll
  static void start() {
    core = RunningCore.start(Map.of());
    core.holdHousekeeping();
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, description, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        SELECT '%1$s', uuidv7(make_interval(secs => n - %3$d)), 'INC-' || upper(to_hex(n + 1048576)),
               'common disk ' || n, CASE WHEN n = 7 THEN 'Réseau coupé, /var/lib/pg.data/db-01.eu/base' ELSE '' END,
               '%2$s', 3, 'RESOLVED', 'api', 'test', now(), now() + make_interval(secs => n - %3$d), now()
          FROM generate_series(1, %3$d) AS n;
        INSERT INTO search_work (tenant_id, incidents)
        SELECT '%1$s', array_agg(id ORDER BY created_at) FROM incident;
        """
            .formatted(core.tenant, core.triage, INCIDENTS));
    core.sweep("search-text");
    core.database.execute("VACUUM ANALYZE search_text");
    pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "search", 1, Duration.ofSeconds(15));
  }

  @AfterAll
  static void stop() {
    Await.result(pool.close());
    core.close();
  }

  /**
   * The index is asked once for each bucket that is looked at, and the table is never read whole. A
   * common word ends in the newest bucket; of a rare one, only what matches is read.
   *
   * @param found how many are found
   * @param lookups how often the index is asked; one of three buckets, or all
   * @param texts how many texts are read at most
   */
  @ParameterizedTest
  @CsvSource({
    "nobodyhasthis, 0, 3, 0",
    "nobodyhas*, 0, 3, 0",
    "common nobodyhasthis, 0, 3, 0",
    "common, 1001, 1, 4000",
    "commo, 1001, 1, 4000",
    "INC-100007, 1, 3, 1",
    "inc-10000, 15, 3, 15",
    "/var/lib/pg.data/db-01.eu/base, 1, 3, 1",
    "pg.data/db, 1, 3, 1",
    "reseau coupe, 1, 3, 1",
    "RÉSEAU, 1, 3, 1",
    // Only of texts with the mark of another phrase too are the words read.
    "'\"disk common\"', 0, 3, 300",
    "'\"common disk\"', 1001, 1, 4000"
  })
  void readsTheIndexAndWhatMatches(String q, int found, long lookups, long texts) {
    Read read =
        Await.result(
            new Transactions(pool)
                .run(new TenantId(core.tenant), tx -> search(tx, SearchQuery.read(q))));

    assertThat(read.ids().keys()).hasSize(found);
    assertThat(read.ids().end()).isNull();
    assertThat(read.of("table_scans")).isZero();
    assertThat(read.of("lookups")).isEqualTo(lookups);
    assertThat(read.of("texts")).isLessThanOrEqualTo(texts);
  }

  /** It sees one of the three buckets each time. */
  @Test
  void aSearchWithoutTimeGoesOnWhereItEnded() {
    SearchQuery query = SearchQuery.read("77*");
    List<SearchTextRepository.Key> together = new ArrayList<>();
    SearchEnd after = SearchEnd.START;
    for (int i = 0; i < 3; i++) {
      SearchRepository.Ids seen = ids(query, after, Duration.ZERO);
      together.addAll(seen.keys());
      assertThat(seen.end() == null).isEqualTo(i == 2);
      after = seen.end() == null ? after : SearchEnd.read(seen.end().toString());
    }

    SearchRepository.Ids all = ids(query, SearchEnd.START, LONG);
    assertThat(all.end()).isNull();
    assertThat(all.keys()).hasSize(111);
    assertThat(together).isEqualTo(all.keys());
  }

  private static SearchRepository.Ids ids(SearchQuery query, SearchEnd after, Duration longest) {
    return Await.result(
        new Transactions(pool)
            .run(
                new TenantId(core.tenant),
                tx -> new SearchRepository().ids(tx, SearchKind.INCIDENT, query, after, longest)));
  }

  private record Read(Row before, SearchRepository.Ids ids, Row after) {

    long of(String counter) {
      return after.getLong(counter) - before.getLong(counter);
    }
  }

  private static Future<Read> search(Tx tx, SearchQuery query) {
    return read(tx)
        .compose(
            before ->
                new SearchRepository()
                    .ids(tx, SearchKind.INCIDENT, query, SearchEnd.START, LONG)
                    .compose(ids -> read(tx).map(after -> new Read(before, ids, after))));
  }

  private static Future<Row> read(Tx tx) {
    return tx.connection().query(READ).execute().map(rows -> rows.iterator().next());
  }
}
