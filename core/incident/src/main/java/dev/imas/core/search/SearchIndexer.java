package dev.imas.core.search;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.DatabaseLoad;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes the words of what {@link SearchReaction} has marked: some transactions' marks of one
 * tenant in one transaction of its own. A mark whose text the database refuses is dropped, with a
 * line in the log: the text of few is not worth that none is found. What posts and pages need comes
 * first, since nobody waits for a word to be found: it waits while the database is busy, and after
 * each transaction it rests three times as long as that took. Call it on a virtual thread.
 */
public final class SearchIndexer {

  private static final Logger log = LoggerFactory.getLogger(SearchIndexer.class);

  /** The condition of its timer: whether a run may find something. */
  public static final String WAITS = "search_waits()";

  /** Of few texts each: see {@link SearchTextRepository#TEXTS_OF_A_MARK}. */
  private static final int MARKS_AT_ONCE = 20;

  /** What is left then is written in the next run. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** So many texts have one bucket. Fewer, and a rare word costs more; more, and a common one. */
  static final int BUCKET = 4_000;

  private static final int RESTS = 3;
  private static final long LONGEST_REST_MILLIS = 1_000;
  private static final long REST_UNTIL_NEXT_LOOK_MILLIS = 100;

  /** So many texts are in memory at once: a mark that an older version has made names thousands. */
  private static final int TEXTS_AT_ONCE = 200;

  private final Vertx vertx;
  private final Transactions transactions;
  private final BooleanSupplier stopping;
  private final DatabaseLoad load;
  private final SearchTextRepository texts = new SearchTextRepository();

  /**
   * @param stopping whether its process is about to stop, and should not wait for a backlog
   */
  public SearchIndexer(Vertx vertx, Transactions transactions, BooleanSupplier stopping) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.stopping = stopping;
    this.load = new DatabaseLoad(vertx, transactions, stopping);
  }

  /** Writes what waits, some of each tenant in turn. */
  public Future<String> write() {
    long begun = System.nanoTime();
    int written = 0;
    List<TenantId> waiting = new ArrayList<>(transactions.runUnbound(texts::tenants).await());
    while (!waiting.isEmpty() && System.nanoTime() - begun < LONGEST.toNanos()) {
      Iterator<TenantId> tenants = waiting.iterator();
      while (tenants.hasNext()) {
        if (stopping.getAsBoolean()) {
          return Future.succeededFuture(written + " texts written before a stop");
        }
        load.awaitQuiet();
        long at = System.nanoTime();
        int taken = unit(tenants.next());
        written += taken;
        if (taken == 0) {
          tenants.remove();
        } else {
          rest(System.nanoTime() - at);
        }
      }
    }
    return Future.succeededFuture(written + " texts written");
  }

  private void rest(long took) {
    long left = Math.clamp(RESTS * TimeUnit.NANOSECONDS.toMillis(took), 1, LONGEST_REST_MILLIS);
    while (left > 0 && !stopping.getAsBoolean()) {
      long slice = Math.min(left, REST_UNTIL_NEXT_LOOK_MILLIS);
      vertx.timer(slice, TimeUnit.MILLISECONDS).await();
      left -= slice;
    }
  }

  /** Returns how many texts it has taken; 0 if nothing waits, or if it fails for now. */
  private int unit(TenantId tenant) {
    try {
      return transactions.call(tenant, tx -> write(tx, MARKS_AT_ONCE));
    } catch (RuntimeException e) {
      log.atDebug().addKeyValue("tenant", tenant).setCause(e).log("A unit of search has failed");
    }
    try {
      return transactions.call(tenant, tx -> write(tx, 1));
    } catch (RuntimeException e) {
      DatabaseFailure failure = DatabaseFailure.of(e);
      if (failure.isOfTheRow()) {
        return drop(tenant, e);
      }
      // An outage has lines of its own in the log.
      log.atLevel(Outage.isOne(e) ? Level.DEBUG : Level.WARN)
          .addKeyValue("tenant", tenant)
          .setCause(e)
          .log("Text for search cannot be written for now; it is tried again");
      return 0;
    }
  }

  private int drop(TenantId tenant, RuntimeException cause) {
    SearchTextRepository.Work dropped = transactions.call(tenant, tx -> texts.take(tx, 1).await());
    log.atWarn()
        .addKeyValue("tenant", tenant)
        .addKeyValue("incidents", dropped.incidents())
        .addKeyValue("alerts", dropped.alerts().size())
        .setCause(cause)
        .log("The text of these cannot be written for search; they are not found by their words");
    return dropped.rows();
  }

  private int write(Tx tx, int marks) {
    if (!texts.lock(tx).await()) {
      return 0;
    }
    SearchTextRepository.Work work = texts.take(tx, marks).await();
    if (work.rows() == 0) {
      return 0;
    }
    write(tx, SearchKind.INCIDENT, work.incidents(), ids -> texts.incidents(tx, ids));
    write(tx, SearchKind.ALERT, work.alerts(), ids -> texts.alerts(tx, ids));
    write(tx, SearchKind.TIMELINE, work.entries(), keys -> texts.entries(tx, keys));
    // Each mark has at least one text.
    return work.incidents().size() + work.alerts().size() + work.entries().size();
  }

  private <T> void write(
      Tx tx,
      SearchKind kind,
      List<T> keys,
      Function<List<T>, Future<List<SearchTextRepository.Doc>>> read) {
    for (int from = 0; from < keys.size(); from += TEXTS_AT_ONCE) {
      int to = Math.min(keys.size(), from + TEXTS_AT_ONCE);
      write(tx, kind, read.apply(keys.subList(from, to)).await());
    }
  }

  private void write(Tx tx, SearchKind kind, List<SearchTextRepository.Doc> docs) {
    if (docs.isEmpty()) {
      return;
    }
    List<String> vectors = docs.stream().map(doc -> TextWords.vector(doc.texts())).toList();
    Set<SearchTextRepository.Key> known =
        new HashSet<>(texts.rewrite(tx, kind, docs, vectors).await());
    int[] fresh =
        IntStream.range(0, docs.size()).filter(i -> !known.contains(docs.get(i).key())).toArray();
    int done = 0;
    while (done < fresh.length) {
      SearchTextRepository.@Nullable Bucket open = texts.open(tx, kind, BUCKET).await();
      SearchTextRepository.Bucket bucket = open == null ? texts.addBucket(tx, kind).await() : open;
      int until = Math.min(fresh.length, done + BUCKET - bucket.docs());
      List<Integer> part = IntStream.range(done, until).mapToObj(i -> fresh[i]).toList();
      texts
          .add(
              tx,
              kind,
              bucket,
              part.stream().map(docs::get).toList(),
              part.stream().map(vectors::get).toList())
          .await();
      done = until;
    }
  }
}
