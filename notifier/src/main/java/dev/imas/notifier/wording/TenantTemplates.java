package dev.imas.notifier.wording;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The templates of tenants, read when a message needs them and kept for a moment, compiled. It
 * never fails: what cannot be read is as it was, or as it is shipped. Any thread may use it.
 */
public final class TenantTemplates {

  private static final Logger log = LoggerFactory.getLogger(TenantTemplates.class);

  /** How long a read is used. A change takes effect within this time and that of the read. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** Beyond it, the tenants that sent nothing for the longest are forgotten. */
  private static final int MOST = 2_000;

  private record Kept(Instant readAt, TenantWords words) {}

  private final TenantTemplateRepository repository;
  private final InstantSource clock;
  private final LinkedHashMap<TenantId, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<TenantId, Future<TenantWords>> reading = new HashMap<>();

  public TenantTemplates(Transactions transactions, InstantSource clock) {
    this.repository = new TenantTemplateRepository(transactions);
    this.clock = clock;
  }

  public Future<TenantWords> of(TenantId tenant) {
    synchronized (this) {
      Kept known = kept.get(tenant);
      if (known != null && isFresh(known)) {
        return Future.succeededFuture(known.words);
      }
      Future<TenantWords> underWay = reading.get(tenant);
      if (underWay != null) {
        return underWay;
      }
      TenantWords before = known == null ? TenantWords.USUAL : known.words;
      Future<TenantWords> read =
          repository
              .read(tenant, before)
              .map(words -> keep(tenant, words))
              .otherwise(failure -> asBefore(failure, before));
      if (!read.isComplete()) {
        reading.put(tenant, read);
        read.onComplete(done -> forgetReading(tenant));
      }
      return read;
    }
  }

  /** A clock that was set back makes a read old. */
  private boolean isFresh(Kept known) {
    Instant now = clock.instant();
    return !now.isBefore(known.readAt) && now.isBefore(known.readAt.plus(FRESH));
  }

  private synchronized TenantWords keep(TenantId tenant, TenantWords words) {
    kept.put(tenant, new Kept(clock.instant(), words));
    if (kept.size() > MOST) {
      kept.pollFirstEntry();
    }
    return words;
  }

  private static TenantWords asBefore(@Nullable Throwable failure, TenantWords before) {
    log.atDebug().setCause(failure).log("Templates cannot be read; those of before are used");
    return before;
  }

  private synchronized void forgetReading(TenantId tenant) {
    reading.remove(tenant);
  }
}
