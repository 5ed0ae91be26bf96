package dev.imas.core.audit;

import dev.imas.core.http.Audit;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.FanOut;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a running core. What strangers can make happen often, such as a wrong password, is
 * folded by the minute: the first time has an entry at once, and the others of that minute have one
 * together, with their number. Of each kind, such as log-ins, {@value #MOST} different ones of a
 * tenant are told apart in a minute, and {@value #MOST_OF_ONE} that one caller makes or that are
 * about one account. Those beyond are counted together, with the caller and the account as long as
 * there is room, so nobody can fill the audit or hide what others do in it. Once {@value
 * #MOST_KEPT} of all tenants are told apart, the others of each tenant are counted together, too:
 * no tenant is left out. May be called from any thread.
 */
public final class AuditTrail implements Audit {

  private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

  /** Of a kind, a tenant and a minute. */
  private static final int MOST = 20;

  /** The same, of one caller or about one account. */
  private static final int MOST_OF_ONE = 5;

  /** Told apart in a minute, of all tenants together. Beyond it, a tenant has one of each kind. */
  static final int MOST_KEPT = 20_000;

  /** Waits to be stored: what a minute leaves, and what happens while that is stored. */
  private static final int MOST_WAITING = 2 * MOST_KEPT;

  /** Tenants whose entries are written at the same time, so that requests find a connection. */
  private static final int WRITTEN_AT_ONCE = 2;

  private static final long FLUSH_MILLIS = 10_000;
  private static final Map<String, Object> OF_MANY = Map.of("of", "many");

  private record Key(
      Subject subject,
      String verb,
      Actor actor,
      @Nullable String network,
      Map<String, Object> about) {

    /** All of the same caller and account. */
    Key ofOne() {
      return new Key(subject, verb, actor, null, OF_MANY);
    }

    /** All of the same kind. */
    Key ofAll() {
      return new Key(new Subject(subject.kind(), null), verb, Actor.SYSTEM, null, OF_MANY);
    }

    boolean isMany() {
      return about.equals(OF_MANY);
    }

    boolean isOfKindOf(Key other) {
      return subject.kind().equals(other.subject.kind());
    }

    boolean isOfOne() {
      return subject.id() != null || actor.id() != null;
    }

    boolean isOfSameAs(Key other) {
      return subject.equals(other.subject) && actor.equals(other.actor);
    }
  }

  private static final class Count {
    final Origin first;
    int more;

    Count(Origin first) {
      this.first = first;
    }
  }

  private final AuditRepository entries;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Vertx vertx;
  private final long flush;
  private Instant minute;
  private Map<TenantId, Map<Key, Count>> counts = new HashMap<>();

  /** Of all tenants together. */
  private int kept;

  /** Not begun to be stored yet. */
  private Map<TenantId, List<Entry>> waiting = new LinkedHashMap<>();

  /** Completes when nothing waits any more; null while nothing does. */
  private @Nullable Promise<Void> written;

  public AuditTrail(
      AuditRepository entries, Transactions transactions, InstantSource clock, Vertx vertx) {
    this.entries = entries;
    this.transactions = transactions;
    this.clock = clock;
    this.vertx = vertx;
    this.minute = now();
    this.flush = vertx.setPeriodic(FLUSH_MILLIS, tick -> turn(false));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MINUTES);
  }

  @Override
  public Future<Void> record(Tx tx, Origin origin, Change change) {
    return entries.record(tx, origin, change);
  }

  @Override
  public void often(
      TenantId tenant, Origin origin, Subject subject, String verb, Map<String, Object> about) {
    turn(false);
    String address = origin.address();
    Key key =
        new Key(
            subject,
            verb,
            origin.actor(),
            address == null ? null : CallerLimits.networkOf(address),
            Map.copyOf(about));
    synchronized (this) {
      Map<Key, Count> known = counts.computeIfAbsent(tenant, fresh -> new LinkedHashMap<>());
      Key counted = kept < MOST_KEPT || known.containsKey(key) ? counted(known, key) : key.ofAll();
      Count count = known.get(counted);
      if (count != null) {
        count.more++;
        return;
      }
      known.put(counted, new Count(origin));
      kept++;
      key = counted;
    }
    Origin shown = key.isMany() ? new Origin(key.actor, origin.via(), null, null) : origin;
    write(Map.of(tenant, List.of(new Entry(shown, change(key, null)))));
  }

  /** As what it is counted: itself, one of many of its caller and account, or one of many. */
  private static Key counted(Map<Key, Count> known, Key key) {
    if (known.containsKey(key)) {
      return key;
    }
    long ofOne = known.keySet().stream().filter(key::isOfSameAs).count();
    Key told = key.isOfOne() && ofOne >= MOST_OF_ONE ? key.ofOne() : key;
    long ofKind = known.keySet().stream().filter(key::isOfKindOf).count();
    return known.containsKey(told) || ofKind < MOST ? told : key.ofAll();
  }

  private record Entry(Origin origin, Change change) {}

  /** What was counted is stored when its minute is over. */
  private Future<Void> turn(boolean isLast) {
    Map<TenantId, Map<Key, Count>> over;
    Instant of;
    synchronized (this) {
      Instant now = now();
      if (!isLast && now.equals(minute)) {
        return Future.succeededFuture();
      }
      over = counts;
      of = minute;
      counts = new HashMap<>();
      minute = now;
      kept = 0;
    }
    Map<TenantId, List<Entry>> folded = new LinkedHashMap<>();
    over.forEach(
        (tenant, known) -> {
          List<Entry> own = folded(known, of);
          if (!own.isEmpty()) {
            folded.put(tenant, own);
          }
        });
    return write(folded);
  }

  private static List<Entry> folded(Map<Key, Count> known, Instant minute) {
    List<Entry> folded = new ArrayList<>();
    known.forEach(
        (key, count) -> {
          if (count.more > 0) {
            Origin first = count.first;
            Origin origin =
                new Origin(key.actor, first.via(), key.isMany() ? null : first.address(), null);
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("count", count.more);
            said.put("minute", minute.toString());
            folded.add(new Entry(origin, change(key, said)));
          }
        });
    return folded;
  }

  private static Change change(Key key, @Nullable Map<String, Object> more) {
    Map<String, Object> after = new LinkedHashMap<>(key.about);
    if (more != null) {
      after.putAll(more);
    }
    return new Change(key.subject, key.verb, null, after);
  }

  /**
   * Completes when all of it was tried. What cannot be stored is logged, and keeps no other
   * tenant's from being stored.
   */
  private Future<Void> write(Map<TenantId, List<Entry>> all) {
    boolean fits;
    Promise<Void> ended;
    boolean begins;
    synchronized (this) {
      fits = number(waiting) + number(all) <= MOST_WAITING;
      if (fits) {
        all.forEach(
            (tenant, own) ->
                waiting.computeIfAbsent(tenant, fresh -> new ArrayList<>()).addAll(own));
      }
      begins = written == null;
      ended = written == null ? Promise.promise() : written;
      written = ended;
    }
    if (!fits) {
      log.atError()
          .addKeyValue("entries", number(all))
          .log("Entries of the audit were not stored, since too many wait to be");
    }
    if (begins) {
      writeWaiting();
    }
    return ended.future();
  }

  private static int number(Map<TenantId, List<Entry>> entries) {
    return entries.values().stream().mapToInt(List::size).sum();
  }

  /** As long as some wait. */
  private void writeWaiting() {
    Map<TenantId, List<Entry>> next;
    Promise<Void> ended;
    synchronized (this) {
      next = waiting;
      waiting = new LinkedHashMap<>();
      ended = Objects.requireNonNull(written);
      if (next.isEmpty()) {
        written = null;
      }
    }
    if (next.isEmpty()) {
      ended.complete();
    } else {
      FanOut.over(
              WRITTEN_AT_ONCE,
              List.copyOf(next.entrySet()),
              own -> store(own.getKey(), own.getValue()).otherwiseEmpty())
          .onComplete(done -> writeWaiting());
    }
  }

  private Future<Void> store(TenantId tenant, List<Entry> all) {
    return transactions
        .run(
            tenant,
            tx -> {
              Future<Void> done = Future.succeededFuture();
              for (Entry one : all) {
                done = done.compose(next -> entries.record(tx, one.origin, one.change));
              }
              return done;
            })
        .onFailure(
            e ->
                log.atError()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("entries", all.size())
                    .setCause(e)
                    .log("Entries of the audit were not stored"));
  }

  /** Stores what was counted so far. */
  public Future<Void> close() {
    vertx.cancelTimer(flush);
    return turn(true);
  }
}
