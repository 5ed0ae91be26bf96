package dev.imas.core.figures;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.figures.Asking.Owners;
import dev.imas.core.figures.FiguresRepository.Open;
import dev.imas.core.figures.Summary.Today;
import dev.imas.core.figures.TallyRepository.Division;
import dev.imas.core.figures.TallyRepository.OwnedService;
import dev.imas.core.figures.TallyRepository.Part;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
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
import java.util.Set;
import java.util.UUID;
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
  private final TallyRepository tallies = new TallyRepository();

  /**
   * @param longReads runs what reads many rows
   */
  public FiguresRoutes(
      Transactions transactions,
      UnindexedReads longReads,
      ServiceRepository services,
      InstantSource clock) {
    this.asking = new Asking(transactions, longReads, services, clock);
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

  private Answer summary(Call call) {
    Query query = call.query("period", "start_date", "end_date", "service", "team");
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    return Answer.ok(asking.about(call, time, Owners.read(query), ROWS, this::summary));
  }

  private Summary summary(Tx tx, Selection of) {
    Kept kept = Kept.of(of.span(), figures.removedBefore(tx, Kept.INCIDENTS));
    Cohort now = figures.cohort(tx, of);
    long resolved = figures.resolved(tx, of);
    Selection earlier = of.during(of.span().previous());
    boolean isComparable = Kept.of(earlier.span(), kept.completeSince()).complete();
    Summary.Past past =
        isComparable
            ? new Summary.Past(figures.cohort(tx, earlier), figures.resolved(tx, earlier))
            : null;
    Open open = figures.open(tx, of.services());
    return Summary.of(
        of.span(),
        kept,
        new Summary.Past(now, resolved),
        past,
        earlier.span(),
        open,
        today(tx, of));
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
      List<Trend.Series> series) {}

  private Answer trend(Call call) {
    Query query =
        call.query(
            "period", "start_date", "end_date", "service", "team", "granularity", "by", "limit");
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    Granularity granularity = choice(query, "granularity", Granularity.class, Granularity.DAY);
    By by = choice(query, "by", By.class, null);
    int most = limit(query, 10, MOST_SERIES);
    return Answer.ok(
        asking.about(
            call,
            time,
            Owners.read(query),
            ROWS,
            (tx, of) -> trend(tx, of, Objects.requireNonNull(granularity), by, most)));
  }

  private ShownTrend trend(
      Tx tx, Selection of, Granularity granularity, @Nullable By by, int most) {
    Span span = of.span();
    SpanQuery.refuseLonger(span, granularity.longest(), " for intervals of a " + word(granularity));
    List<Instant> starts = span.starts(granularity);
    List<Part> parts =
        tallies.parts(
            tx,
            of,
            starts,
            new Division(by == By.SERVICE || by == By.TEAM, by == By.SEVERITY, by == By.CAUSE));
    Map<String, String> causes = by == By.CAUSE ? tallies.causes(tx) : Map.of();
    Map<UUID, OwnedService> services = services(tx, parts);
    Trend trend = new Trend(span, starts);
    parts.forEach(
        part -> trend.add(part.interval(), key(by, part, services, causes), part.tally()));
    Kept kept = Kept.of(span, figures.removedBefore(tx, Kept.INCIDENTS));
    return new ShownTrend(
        span.from(),
        span.to(),
        span.zone().getId(),
        kept.completeSince(),
        kept.complete(),
        word(granularity),
        parts.stream().mapToLong(part -> part.tally().incidents()).sum(),
        trend.items(),
        trend.series(most));
  }

  private Map<UUID, OwnedService> services(Tx tx, List<Part> parts) {
    Set<UUID> ids =
        parts.stream().map(Part::service).filter(Objects::nonNull).collect(Collectors.toSet());
    return ids.isEmpty() ? Map.of() : tallies.services(tx, ids);
  }

  private static Trend.@Nullable Key key(
      @Nullable By by, Part part, Map<UUID, OwnedService> services, Map<String, String> causes) {
    return switch (by) {
      case null -> null;
      case SERVICE -> key(owned(part, services).service());
      case TEAM -> key(owned(part, services).team());
      case SEVERITY -> new Trend.Key(null, Objects.requireNonNull(part.severity()).name());
      case CAUSE -> {
        String key = Objects.requireNonNull(part.cause());
        yield new Trend.Key(key, causes.getOrDefault(key, "Unknown"));
      }
    };
  }

  private static OwnedService owned(Part part, Map<UUID, OwnedService> services) {
    return Objects.requireNonNull(services.get(Objects.requireNonNull(part.service())));
  }

  private static Trend.Key key(TallyRepository.Named named) {
    return new Trend.Key(named.id().toString(), named.name());
  }

  /**
   * @param severe SEV1 and SEV2
   */
  record ShownService(
      TallyRepository.Named service,
      TallyRepository.Named team,
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
      List<ShownService> items) {}

  private Answer byService(Call call) {
    return services(call, false, 10);
  }

  private Answer topOffenders(Call call) {
    return services(call, true, 5);
  }

  private Answer services(Call call, boolean severeAlone, int usual) {
    Query query = call.query("period", "start_date", "end_date", "service", "team", "limit");
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    int most = limit(query, usual, MOST_SERVICES);
    return Answer.ok(
        asking.about(
            call, time, Owners.read(query), ROWS, (tx, of) -> services(tx, of, severeAlone, most)));
  }

  private ShownServices services(Tx tx, Selection of, boolean severeAlone, int most) {
    Span span = of.span();
    List<Part> parts =
        new ArrayList<>(
            tallies.parts(tx, of, List.of(span.from()), new Division(true, false, false)));
    if (severeAlone) {
      parts.removeIf(part -> part.tally().severe() == 0);
    }
    Map<UUID, OwnedService> services = services(tx, parts);
    Kept kept = Kept.of(span, figures.removedBefore(tx, Kept.INCIDENTS));
    return new ShownServices(
        span.from(),
        span.to(),
        span.zone().getId(),
        kept.completeSince(),
        kept.complete(),
        parts.stream().mapToLong(part -> counted(part, severeAlone)).sum(),
        parts.stream()
            .sorted(
                Comparator.comparingLong((Part part) -> -counted(part, severeAlone))
                    .thenComparingLong(part -> -part.tally().incidents())
                    .thenComparing(part -> owned(part, services).service().name()))
            .limit(most)
            .map(part -> shown(owned(part, services), part.tally()))
            .toList());
  }

  private static long counted(Part part, boolean severeAlone) {
    return severeAlone ? part.tally().severe() : part.tally().incidents();
  }

  private static ShownService shown(OwnedService service, Tally tally) {
    return new ShownService(
        service.service(),
        service.team(),
        tally.incidents(),
        tally.severe(),
        tally.bySeverity()[0],
        tally.bySeverity()[1],
        tally.bySeverity()[2],
        tally.bySeverity()[3],
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
    Query query = call.query("period", "start_date", "end_date", "service", "team");
    SpanQuery time = SpanQuery.read(query, DAYS_OF_HEAT);
    return Answer.ok(asking.about(call, time, Owners.read(query), ROWS, this::heatmap));
  }

  private Heatmap heatmap(Tx tx, Selection of) {
    long[] hours = figures.heat(tx, of);
    List<Day> days = new ArrayList<>();
    for (int day = 0; day < 7; day++) {
      days.add(
          new Day(
              day + 1,
              LongStream.of(Arrays.copyOfRange(hours, day * 24, day * 24 + 24)).boxed().toList()));
    }
    Kept kept = Kept.of(of.span(), figures.removedBefore(tx, Kept.INCIDENTS));
    return new Heatmap(
        of.span().from(),
        of.span().to(),
        of.span().zone().getId(),
        kept.completeSince(),
        kept.complete(),
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
