package dev.imas.core.figures;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.figures.Asking.Asked;
import dev.imas.core.figures.Asking.Wanted;
import dev.imas.core.figures.FigureNameRepository.NamedCause;
import dev.imas.core.figures.FigureNameRepository.OwnedService;
import dev.imas.core.figures.FiguresRepository.Open;
import dev.imas.core.figures.Summary.Today;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import dev.imas.core.sla.BusinessCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** {@code /metrics/…}: figures about incidents (INC-28, INC-29, INC-31). */
public final class FiguresRoutes {

  private static final int USUAL_DAYS = 30;
  private static final int DAYS_OF_HEAT = 90;
  private static final int MOST_SERIES = 50;
  private static final int MOST_SERVICES = 500;

  private final Asking asking;
  private final FiguresRepository figures = new FiguresRepository();
  private final FigureSettingsRepository settings = new FigureSettingsRepository();
  private final FigureNameRepository names = new FigureNameRepository();

  /**
   * @param longReads runs what reads many rows
   * @param computations counts many incidents
   * @param calendar says when a tenant works
   */
  public FiguresRoutes(
      Transactions transactions,
      UnindexedReads longReads,
      ServiceRepository services,
      InstantSource clock,
      Computations computations,
      Function<Tx, BusinessCalendar> calendar) {
    this.asking = new Asking(transactions, longReads, services, clock, computations, calendar);
  }

  public void mount(Api api) {
    api.get("/metrics/summary", Permission.INCIDENT_READ, this::summary);
    api.get("/metrics/trend", Permission.INCIDENT_READ, this::trend);
    api.get("/metrics/by-service", Permission.INCIDENT_READ, this::byService);
    api.get("/metrics/top-offenders", Permission.INCIDENT_READ, this::topOffenders);
    api.get("/metrics/heatmap", Permission.INCIDENT_READ, this::heatmap);
    new ExportRoutes(asking).mount(api);
    new AlertRateRoutes(asking).mount(api);
    new NoiseRoutes(asking).mount(api);
    new PersonRoutes(asking).mount(api);
  }

  static final String ROWS = "incidents";

  /** What a summary has of now, whatever its time is. */
  private record Now(Open open, Today today, FigureSettings settings) {}

  private Answer summary(Call call) {
    Query query = call.query(Wanted.names());
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    return Answer.ok(
        asking.ask(
            call,
            time,
            Wanted.read(query),
            (tx, of) -> new Now(figures.open(tx, of.services()), today(tx, of), settings.read(tx)),
            asked -> summary(call, asked)));
  }

  private Summary summary(Call call, Asked<Now> asked) {
    Selection of = asked.of();
    Cohort now = asking.count(call, asked, of, new CohortCount(of.measure())).cohort();
    Selection earlier = of.during(of.span().previous());
    Cohort past =
        asked.sources().kept(earlier.span()).complete()
            ? asking.count(call, asked, earlier, new CohortCount(of.measure())).cohort()
            : null;
    return Summary.of(
        of,
        asked.kept(),
        now,
        past,
        earlier.span(),
        asked.more().open(),
        asked.more().today(),
        asked.more().settings());
  }

  private Today today(Tx tx, Selection of) {
    LocalDate date = asking.now().atZone(of.span().zone()).toLocalDate();
    Selection day =
        of.during(
            new Span(
                date.atStartOfDay(of.span().zone()).toInstant(),
                date.plusDays(1).atStartOfDay(of.span().zone()).toInstant(),
                of.span().zone()));
    return new Today(date, figures.created(tx, day), figures.resolved(tx, day));
  }

  /** By what a trend is divided. */
  private enum By {
    SERVICE,
    TEAM,
    SEVERITY,
    CAUSE
  }

  /**
   * @param series empty unless the trend is divided
   */
  record ShownTrend(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete,
      String granularity,
      long total,
      List<Trend.Point> items,
      List<Trend.Series> series,
      List<FigureDefinition> definitions) {}

  private Answer trend(Call call) {
    Query query = call.query(Wanted.names("granularity", "by", "limit"));
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    Granularity granularity =
        Objects.requireNonNull(choice(query, "granularity", Granularity.class, Granularity.DAY));
    By by = choice(query, "by", By.class, null);
    int most = limit(query, 10, MOST_SERIES);
    return Answer.ok(
        asking.ask(
            call,
            time,
            Wanted.read(query),
            (tx, of) -> {
              SpanQuery.refuseLonger(
                  of.span(), granularity.longest(), " for intervals of a " + word(granularity));
              return names(tx, by);
            },
            asked -> trend(call, asked, granularity, by, most)));
  }

  /** What series are called. */
  private record Names(Map<UUID, OwnedService> services, Map<UUID, NamedCause> causes) {}

  private Names names(Tx tx, @Nullable By by) {
    return new Names(
        by == By.SERVICE || by == By.TEAM ? names.services(tx) : Map.of(),
        by == By.CAUSE ? names.causes(tx) : Map.of());
  }

  private ShownTrend trend(
      Call call, Asked<Names> asked, Granularity granularity, @Nullable By by, int most) {
    Selection of = asked.of();
    Span span = of.span();
    List<Instant> starts = span.starts(granularity);
    TallyCount counted =
        asking.count(call, asked, of, new TallyCount(of.measure(), division(by), starts));
    Trend trend = new Trend(span, starts, counted, keys(by, asked.more()));
    return new ShownTrend(
        span.from(),
        span.to(),
        span.zone().getId(),
        asked.kept().completeSince(),
        asked.kept().complete(),
        word(granularity),
        trend.total(),
        trend.items(),
        trend.series(most),
        FigureDefinition.of(of.measure()));
  }

  private static TallyCount.By division(@Nullable By by) {
    return switch (by) {
      case null -> TallyCount.By.NOTHING;
      case SERVICE, TEAM -> TallyCount.By.SERVICE;
      case SEVERITY -> TallyCount.By.SEVERITY;
      case CAUSE -> TallyCount.By.CAUSE;
    };
  }

  private static Trend.KeyOf keys(@Nullable By by, Names names) {
    return switch (by) {
      case null -> key -> null;
      case SERVICE -> key -> key(owned(key, names.services()).service());
      case TEAM -> key -> key(owned(key, names.services()).team());
      case SEVERITY -> key -> new Trend.Key(null, Severity.of(key.severity() + 1).name());
      case CAUSE -> key -> cause(key.id(), names.causes());
    };
  }

  private static Trend.Key cause(@Nullable UUID id, Map<UUID, NamedCause> causes) {
    NamedCause cause = id == null ? null : causes.get(id);
    return cause == null
        ? new Trend.Key("unknown", "Unknown")
        : new Trend.Key(cause.key(), cause.name());
  }

  private static OwnedService owned(TallyCount.Key key, Map<UUID, OwnedService> services) {
    UUID id = Objects.requireNonNull(key.id());
    return services.getOrDefault(id, OwnedService.gone(id));
  }

  private static Trend.Key key(FigureNameRepository.Named named) {
    return new Trend.Key(named.id().toString(), named.name());
  }

  /**
   * @param severe SEV1 and SEV2
   */
  record ShownService(
      FigureNameRepository.Named service,
      FigureNameRepository.Named team,
      long incidents,
      long severe,
      long sev1,
      long sev2,
      long sev3,
      long sev4,
      @Nullable Long mttaSeconds,
      @Nullable Long mttrSeconds) {}

  /**
   * @param total of all services, also of those that are not shown
   */
  record ShownServices(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete,
      long total,
      List<ShownService> items,
      List<FigureDefinition> definitions) {}

  private Answer byService(Call call) {
    return services(call, false, 10);
  }

  private Answer topOffenders(Call call) {
    return services(call, true, 5);
  }

  private Answer services(Call call, boolean severeAlone, int usual) {
    Query query = call.query(Wanted.names("limit"));
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    int most = limit(query, usual, MOST_SERVICES);
    return Answer.ok(
        asking.ask(
            call,
            time,
            Wanted.read(query),
            (tx, of) -> names.services(tx),
            asked -> services(call, asked, severeAlone, most)));
  }

  /** What a service had. */
  private record OfService(OwnedService service, Tally tally) {

    long counted(boolean severeAlone) {
      return severeAlone ? tally.severe() : tally.incidents();
    }
  }

  private ShownServices services(
      Call call, Asked<Map<UUID, OwnedService>> asked, boolean severeAlone, int most) {
    Selection of = asked.of();
    Span span = of.span();
    TallyCount counted =
        asking.count(
            call,
            asked,
            of,
            new TallyCount(of.measure(), TallyCount.By.SERVICE, List.of(span.from())));
    Map<UUID, OwnedService> services = asked.more();
    List<OfService> all =
        counted.tallies().entrySet().stream()
            .map(one -> new OfService(owned(one.getKey(), services), one.getValue()[0]))
            .filter(one -> one.counted(severeAlone) > 0)
            .toList();
    return new ShownServices(
        span.from(),
        span.to(),
        span.zone().getId(),
        asked.kept().completeSince(),
        asked.kept().complete(),
        all.stream().mapToLong(one -> one.counted(severeAlone)).sum(),
        all.stream()
            .sorted(
                Comparator.comparingLong((OfService one) -> -one.counted(severeAlone))
                    .thenComparingLong(one -> -one.tally.incidents())
                    .thenComparing(one -> one.service.service().name()))
            .limit(most)
            .map(one -> shown(one.service, one.tally))
            .toList(),
        FigureDefinition.of(of.measure()));
  }

  private static ShownService shown(OwnedService service, Tally tally) {
    return new ShownService(
        service.service(),
        service.team(),
        tally.incidents(),
        tally.severe(),
        tally.ofSeverity(0),
        tally.ofSeverity(1),
        tally.ofSeverity(2),
        tally.ofSeverity(3),
        tally.mttaSeconds(),
        tally.mttrSeconds());
  }

  /**
   * @param weekday 1 is Monday
   * @param hours how many incidents were opened in each of its 24 hours
   */
  record Day(int weekday, List<Long> hours) {}

  record Heatmap(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete,
      long total,
      List<Day> items) {}

  private Answer heatmap(Call call) {
    Query query = call.query(Wanted.names());
    SpanQuery time = SpanQuery.read(query, DAYS_OF_HEAT);
    return Answer.ok(
        asking.ask(
            call, time, Wanted.read(query), (tx, of) -> true, asked -> heatmap(call, asked)));
  }

  private Heatmap heatmap(Call call, Asked<?> asked) {
    Selection of = asked.of();
    long[] hours = asking.count(call, asked, of, new HeatCount(of.span())).hours();
    List<Day> days = new ArrayList<>();
    for (int day = 0; day < 7; day++) {
      days.add(
          new Day(
              day + 1,
              LongStream.of(Arrays.copyOfRange(hours, day * 24, day * 24 + 24)).boxed().toList()));
    }
    return new Heatmap(
        of.span().from(),
        of.span().to(),
        of.span().zone().getId(),
        asked.kept().completeSince(),
        asked.kept().complete(),
        LongStream.of(hours).sum(),
        days);
  }

  static int limit(Query query, int usual, int most) {
    Integer limit = query.count("limit", 1, most);
    return limit == null ? usual : limit;
  }

  /** A constant by its name in lower case. */
  static <E extends Enum<E>> @Nullable E choice(
      Query query, String name, Class<E> type, @Nullable E otherwise) {
    String text = query.text(name);
    if (text == null) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw Query.fault(
        name,
        "'"
            + text
            + "' is not one of "
            + Arrays.stream(type.getEnumConstants())
                .map(FiguresRoutes::word)
                .collect(Collectors.joining(", ")));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Counts under the names of the severities, SEV1 first. */
  static Map<String, Long> bySeverity(List<Long> counts) {
    return Summary.named(Arrays.stream(Severity.values()).map(Enum::name).toList(), counts);
  }
}
