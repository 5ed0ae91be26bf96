package dev.imas.core.figures;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.changes.AsOf;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks about, and runs what counts it. On a virtual thread. */
final class Asking {

  /** Reads of more than this take turns, so that they do not hold up others. */
  private static final Duration LONG = Duration.ofDays(92);

  private final Transactions transactions;
  private final UnindexedReads longReads;
  private final ServiceRepository services;
  private final InstantSource clock;
  private final TeamRepository teams = new TeamRepository();
  private final TenantTimes times = new TenantTimes();
  private final FiguresRepository figures = new FiguresRepository();

  Asking(
      Transactions transactions,
      UnindexedReads longReads,
      ServiceRepository services,
      InstantSource clock) {
    this.transactions = transactions;
    this.longReads = longReads;
    this.services = services;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** Of whom the incidents are that a request asks about. */
  record Owners(@Nullable Reference service, @Nullable Reference team) {

    static final Owners ALL = new Owners(null, null);

    static Owners read(Query query) {
      return new Owners(query.reference("service"), query.reference("team"));
    }
  }

  /**
   * Runs the work in one transaction.
   *
   * @param rows what it reads, in words
   */
  <T> AsOf<T> about(
      Call call, SpanQuery time, Owners owners, String rows, BiFunction<Tx, Selection, T> work) {
    Instant now = clock.instant();
    boolean isLong = time.in(ZoneOffset.UTC, now).length().compareTo(LONG) > 0;
    return isLong
        ? longReads.call(
            call.tenant(),
            rows,
            "a shorter period",
            AsOf.of(tx -> work.apply(tx, of(tx, time, owners, now))))
        : transactions.call(
            call.tenant(), AsOf.of(tx -> work.apply(tx, of(tx, time, owners, now))));
  }

  /** Runs more work of a call in a transaction of its own. */
  <T> T again(Call call, Function<Tx, T> work) {
    return transactions.call(call.tenant(), work);
  }

  private Selection of(Tx tx, SpanQuery time, Owners owners, Instant now) {
    return new Selection(time.in(zone(tx), now), services(tx, owners));
  }

  /** By whose clocks the tenant's days begin. */
  ZoneId zone(Tx tx) {
    return times.read(tx).zone();
  }

  private UUID @Nullable [] services(Tx tx, Owners owners) {
    Set<UUID> left = null;
    if (owners.service() != null) {
      Reference service = owners.service();
      left = new HashSet<>(List.of(service.orNothing(services.findId(tx, service).await())));
    }
    if (owners.team() != null) {
      Reference team = owners.team();
      UUID id = team.orNothing(teams.findId(tx, team).await());
      Set<UUID> owned = new HashSet<>(figures.servicesOf(tx, id));
      if (left == null) {
        left = owned;
      } else {
        left.retainAll(owned);
      }
    }
    return left == null ? null : left.toArray(UUID[]::new);
  }
}
