package dev.imas.core.platform;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the clock of this process with the database's, once a minute. Signatures, one-time codes
 * and links are checked by the one, and most times in rows are the other's, so a difference makes
 * IMAS refuse what is right (trap 75). It is a metric, in the health of the role, and reported to
 * core, which tells people.
 */
public final class ClockWatch extends VerticleBase {

  /**
   * By so much the clocks of processes may differ. A time that lies further ahead was written
   * before the clock was set back. The SQL function {@code clocks_differ} says the same.
   */
  public static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  /** A difference beyond this is reported. */
  public static final Duration MOST = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
  private static final long FIRST_MILLIS = 1_000;
  private static final long PERIOD_MILLIS = 60_000;

  /** An answer that took longer says too little of when it was given. */
  private static final Duration SLOWEST = Duration.ofSeconds(5);

  private static final String NOW = "SELECT clock_timestamp()";
  private static final String REPORT = "SELECT report_clock($1, $2, $3)";

  private final Platform platform;
  private final String role;
  private final Transactions transactions;
  private final UUID process = UUID.randomUUID();
  private volatile @Nullable Duration ahead;
  private boolean measuring;
  private boolean isReported;

  /**
   * @param role as in {@code imas run --roles=core}
   */
  public ClockWatch(Platform platform, String role, Transactions transactions) {
    this.platform = platform;
    this.role = role;
    this.transactions = transactions;
    Gauge.builder("imas.clock.ahead.seconds", this, ClockWatch::aheadSeconds)
        .description("By how much the clock of the process is ahead of the database's")
        .tag("role", role)
        .register(platform.meters());
  }

  private double aheadSeconds() {
    Duration known = ahead;
    return known == null ? Double.NaN : known.toMillis() / 1000.0;
  }

  /** As health shows it. A wrong clock makes no role unready: that would stop pages, too. */
  Map<String, Object> shown() {
    Duration known = ahead;
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("status", known == null ? "unknown" : isWrong(known) ? "wrong" : "healthy");
    if (known != null) {
      shown.put("ahead_of_database_seconds", aheadSeconds());
    }
    return shown;
  }

  private static boolean isWrong(Duration ahead) {
    return ahead.abs().compareTo(MOST) > 0;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(FIRST_MILLIS, PERIOD_MILLIS, timer -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (measuring) {
      return;
    }
    measuring = true;
    measure()
        .onFailure(e -> log.atDebug().setCause(e).log("The clocks could not be compared"))
        .onComplete(done -> measuring = false);
  }

  /** Compares the clocks now, and reports what is wrong. */
  public Future<Void> measure() {
    return transactions.runUnbound(this::ask).compose(this::told);
  }

  /** The difference; the one of before if the answer took too long to say anything. */
  private Future<Optional<Duration>> ask(Tx tx) {
    // From here on, since a wait for a connection says nothing about clocks.
    long begun = System.nanoTime();
    return tx.connection()
        .preparedQuery(NOW)
        .execute()
        .map(
            rows -> {
              Duration took = Duration.ofNanos(System.nanoTime() - begun);
              Instant there = rows.iterator().next().getOffsetDateTime(0).toInstant();
              Instant here = platform.clock().instant().minus(took.dividedBy(2));
              return took.compareTo(SLOWEST) > 0
                  ? Optional.ofNullable(ahead)
                  : Optional.of(Duration.between(there, here));
            });
  }

  private Future<Void> told(Optional<Duration> found) {
    ahead = found.orElse(null);
    boolean wrong = found.filter(ClockWatch::isWrong).isPresent();
    if (!wrong && !isReported) {
      return Future.succeededFuture();
    }
    if (wrong != isReported) {
      log.atWarn()
          .addKeyValue("role", role)
          .addKeyValue("ahead_seconds", aheadSeconds())
          .log(
              wrong
                  ? "The clock of this process differs from the database's; links, codes and"
                      + " signatures may be refused"
                  : "The clock of this process agrees with the database's again");
    }
    return transactions
        .runUnbound(
            tx ->
                tx.connection()
                    .preparedQuery(REPORT)
                    .execute(Tuple.of(process, role, wrong ? aheadSeconds() : null)))
        .onSuccess(done -> isReported = wrong)
        .mapEmpty();
  }
}
