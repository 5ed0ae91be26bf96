package dev.imas.core.figures;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.changes.AsOf;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.sla.BusinessCalendar;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks about, and runs what counts it. On a virtual thread. */
final class Asking {

  /** Reads of more than this take turns, so that they do not hold up others. */
  private static final Duration LONG = Duration.ofDays(92);

  private static final Duration ONE_DAY = Duration.ofDays(1);

  /** What no incident has. */
  private static final FigureCut.Cause NO_CAUSE = new FigureCut.Cause(new UUID(0, 0));

  private final Transactions transactions;
  private final UnindexedReads longReads;
  private final ServiceRepository services;
  private final InstantSource clock;
  private final TeamRepository teams = new TeamRepository();
  private final TenantTimes times = new TenantTimes();
  private final FiguresRepository figures = new FiguresRepository();
  private final FigureNameRepository names = new FigureNameRepository();
  private final FactReader reader;
  private final Function<Tx, BusinessCalendar> calendar;

  Asking(
      Transactions transactions,
      UnindexedReads longReads,
      ServiceRepository services,
      InstantSource clock,
      Computations computations,
      Function<Tx, BusinessCalendar> calendar) {
    this.reader = new FactReader(computations);
    this.calendar = calendar;
    this.transactions = transactions;
    this.longReads = longReads;
    this.services = services;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** Of which incidents a request asks, and how their times are measured. */
  record Wanted(
      @Nullable Reference service,
      @Nullable Reference team,
      int severities,
      @Nullable String cause,
      Fact.@Nullable End end,
      boolean inBusinessHours,
      boolean withoutHolds,
      boolean anyAcknowledges) {

    static final Wanted ALL = new Wanted(null, null, 15, null, null, false, false, false);

    /** Only of whom they are. */
    static Wanted owners(Query query) {
      return new Wanted(
          query.reference("service"), query.reference("team"), 15, null, null, false, false, false);
    }

    /** The parameters that this reads, and these. */
    static String[] names(String... more) {
      return Stream.concat(
              Stream.of(
                  "period",
                  "start_date",
                  "end_date",
                  "service",
                  "team",
                  "severity",
                  "cause",
                  "ended_by",
                  "hours",
                  "holds",
                  "ack"),
              Stream.of(more))
          .toArray(String[]::new);
    }

    static Wanted read(Query query) {
      boolean business =
          FiguresRoutes.choice(query, "hours", Hours.class, Hours.ALL) == Hours.BUSINESS;
      boolean withoutHolds =
          FiguresRoutes.choice(query, "holds", Holds.class, Holds.IN) == Holds.OUT;
      if (business && withoutHolds) {
        throw Query.fault(
            "holds",
            "holds=out counts around the clock; leave it out, or leave out hours=business");
      }
      return new Wanted(
          query.reference("service"),
          query.reference("team"),
          severities(query.severities("severity")),
          query.text("cause"),
          end(query),
          business,
          withoutHolds,
          FiguresRoutes.choice(query, "ack", Ack.class, Ack.EXPLICIT) == Ack.ANY);
    }

    private static int severities(Short @Nullable [] numbers) {
      if (numbers == null) {
        return 15;
      }
      int bits = 0;
      for (Short number : numbers) {
        bits |= 1 << number - 1;
      }
      return bits;
    }

    private static Fact.@Nullable End end(Query query) {
      EndedBy ended = FiguresRoutes.choice(query, "ended_by", EndedBy.class, null);
      return ended == null ? null : Fact.End.valueOf(ended.name());
    }
  }

  private enum Hours {
    ALL,
    BUSINESS
  }

  private enum Holds {
    IN,
    OUT
  }

  private enum Ack {
    EXPLICIT,
    ANY
  }

  /** What can have ended an incident that is counted. */
  private enum EndedBy {
    PERSON,
    ALERTS,
    TIMEOUT,
    STORM,
    UNKNOWN
  }

  /**
   * Runs the work in one transaction.
   *
   * @param rows what it reads, in words
   */
  <T> AsOf<T> about(
      Call call, SpanQuery time, Wanted wanted, String rows, BiFunction<Tx, Selection, T> work) {
    Instant now = clock.instant();
    return read(
        call,
        isLong(time.in(ZoneOffset.UTC, now)),
        rows,
        AsOf.of(tx -> work.apply(tx, of(tx, time, wanted, now))));
  }

  private static boolean isLong(Span span) {
    return span.length().compareTo(LONG) > 0;
  }

  private <T> T read(Call call, boolean isLong, String rows, Function<Tx, T> work) {
    return isLong
        ? longReads.call(call.tenant(), rows, "a shorter period", work)
        : transactions.call(call.tenant(), work);
  }

  /**
   * What is counted, and what else was read with it.
   *
   * @param kept whether all of it is there
   */
  record Asked<T>(Selection of, FactReader.Sources sources, Kept kept, T more) {}

  /**
   * Reads what is to be counted, and the rest in the same transaction.
   *
   * @param more what else is read
   * @param answer makes the answer of it, without a transaction
   */
  <T, A> AsOf<A> ask(
      Call call,
      SpanQuery time,
      Wanted wanted,
      BiFunction<Tx, Selection, T> more,
      Function<Asked<T>, A> answer) {
    AsOf<Asked<T>> asked =
        about(
            call,
            time,
            wanted,
            FiguresRoutes.ROWS,
            (tx, of) -> {
              FactReader.Sources sources = reader.sources(tx);
              return new Asked<>(of, sources, sources.kept(of.span()), more.apply(tx, of));
            });
    return new AsOf<>(answer.apply(asked.body()), asked.asOf());
  }

  /** Counts incidents, without a transaction. */
  <C extends Counting> C count(Call call, Asked<?> asked, Selection of, C counting) {
    return reader.count(
        call.tenant(),
        of,
        asked.sources(),
        piece -> read(call, isLong(of.span()), FiguresRoutes.ROWS, piece),
        counting);
  }

  /** Runs more work of a call in a transaction of its own. */
  <T> T again(Call call, Function<Tx, T> work) {
    return transactions.call(call.tenant(), work);
  }

  private Selection of(Tx tx, SpanQuery time, Wanted wanted, Instant now) {
    Span span = time.in(zone(tx), now);
    return new Selection(
        span,
        services(tx, wanted),
        new FigureCut(wanted.severities(), cause(tx, wanted.cause()), wanted.end()),
        new Measure(
            wanted.inBusinessHours() ? openSeconds(tx, span, now) : null,
            wanted.withoutHolds(),
            wanted.anyAcknowledges()));
  }

  /** From as long a time before it, which it is compared with, until now. */
  private OpenSeconds openSeconds(Tx tx, Span span, Instant now) {
    return OpenSeconds.of(calendar.apply(tx), span.previous().from(), now.plus(ONE_DAY));
  }

  private FigureCut.@Nullable Cause cause(Tx tx, @Nullable String key) {
    if (key == null) {
      return null;
    }
    if (key.equals("unknown")) {
      return new FigureCut.Cause(null);
    }
    return names.causes(tx).entrySet().stream()
        .filter(one -> one.getValue().key().equals(key) || one.getKey().toString().equals(key))
        .findFirst()
        .map(one -> new FigureCut.Cause(one.getKey()))
        .orElse(NO_CAUSE);
  }

  /** By whose clocks the tenant's days begin. */
  ZoneId zone(Tx tx) {
    return times.read(tx).zone();
  }

  private UUID @Nullable [] services(Tx tx, Wanted wanted) {
    Set<UUID> left = null;
    if (wanted.service() != null) {
      Reference service = wanted.service();
      left = new HashSet<>(List.of(service.orNothing(services.findId(tx, service).await())));
    }
    if (wanted.team() != null) {
      Reference team = wanted.team();
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
