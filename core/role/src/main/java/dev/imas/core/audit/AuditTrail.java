package dev.imas.core.audit;

import dev.imas.core.http.Audit;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a running core. What strangers can make happen often, such as a wrong password, is
 * folded by the minute: the first time has an entry at once, and the others of that minute have one
 * together, with their number. Of each kind, such as log-ins, {@value #MOST} different ones of a
 * tenant are told apart in a minute, and {@value #MOST_OF_ONE} that one caller makes or that are
 * about one account. Those beyond are counted together, with the caller and the account as long as
 * there is room, so nobody can fill the audit or hide what others do in it. Events of more than
 * {@value #MOST_TENANTS} tenants in one minute have no entry; their number is logged. May be called
 * from any thread.
 */
public final class AuditTrail implements Audit {

  private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

  /** Of a kind, a tenant and a minute. */
  private static final int MOST = 20;

  /** The same, of one caller or about one account. */
  private static final int MOST_OF_ONE = 5;

  /** Tenants whose events are told apart at a time. */
  private static final int MOST_TENANTS = 1_000;

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

  /** Events of tenants beyond the most. */
  private int unrecorded;

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
      Map<Key, Count> known = counts.get(tenant);
      if (known == null && counts.size() >= MOST_TENANTS) {
        unrecorded++;
        return;
      }
      known = counts.computeIfAbsent(tenant, fresh -> new LinkedHashMap<>());
      Key counted = counted(known, key);
      Count count = known.get(counted);
      if (count != null) {
        count.more++;
        return;
      }
      known.put(counted, new Count(origin));
      key = counted;
    }
    Origin shown = key.isMany() ? new Origin(key.actor, origin.via(), null, null) : origin;
    write(tenant, List.of(new Entry(shown, change(key, null))));
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
    int beyond;
    synchronized (this) {
      Instant now = now();
      if (!isLast && now.equals(minute)) {
        return Future.succeededFuture();
      }
      over = counts;
      of = minute;
      counts = new HashMap<>();
      minute = now;
      beyond = unrecorded;
      unrecorded = 0;
    }
    if (beyond > 0) {
      log.atWarn()
          .addKeyValue("events", beyond)
          .addKeyValue("minute", of)
          .log("Refusals of too many tenants at once have no entry in the audit");
    }
    List<Future<Void>> writes = new ArrayList<>();
    over.forEach(
        (tenant, known) -> {
          List<Entry> folded = new ArrayList<>();
          known.forEach(
              (key, count) -> {
                if (count.more > 0) {
                  Origin first = count.first;
                  Origin origin =
                      new Origin(
                          key.actor, first.via(), key.isMany() ? null : first.address(), null);
                  Map<String, Object> said = new LinkedHashMap<>();
                  said.put("count", count.more);
                  said.put("minute", of.toString());
                  folded.add(new Entry(origin, change(key, said)));
                }
              });
          if (!folded.isEmpty()) {
            writes.add(write(tenant, folded));
          }
        });
    return Future.join(writes).mapEmpty();
  }

  private static Change change(Key key, @Nullable Map<String, Object> more) {
    Map<String, Object> after = new LinkedHashMap<>(key.about);
    if (more != null) {
      after.putAll(more);
    }
    return new Change(key.subject, key.verb, null, after);
  }

  private Future<Void> write(TenantId tenant, List<Entry> all) {
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
