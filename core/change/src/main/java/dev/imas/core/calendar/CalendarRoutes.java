package dev.imas.core.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.deployment.EnvironmentRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarRange.Environment;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET /events}: the calendar. Only on a virtual thread. */
final class CalendarRoutes {

  static final String PATH = "/events";

  private static final Duration LONGEST = Duration.ofDays(100);

  /** What is shown unless another time is asked for. */
  private static final Duration USUAL = Duration.ofDays(31);

  /** Of each source. A month with more is not read by anybody. */
  private static final int MOST = 2_000;

  private final Transactions transactions;
  private final InstantSource clock;
  private final List<CalendarSource> sources;
  private final CalendarTargetRepository targets = new CalendarTargetRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final TeamRepository teams = new TeamRepository();
  private final EnvironmentRepository environments = new EnvironmentRepository();

  CalendarRoutes(Transactions transactions, InstantSource clock, List<CalendarSource> sources) {
    this.transactions = transactions;
    this.clock = clock;
    this.sources = List.copyOf(sources);
  }

  void mount(Api api) {
    api.get(PATH, Permission.CALENDAR_READ, this::list);
  }

  /**
   * @param type of what it is
   * @param of the id of what it belongs to
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Event(
      String type,
      UUID of,
      String title,
      Instant from,
      Instant until,
      String state,
      @Nullable String approval,
      String detail,
      List<String> environments,
      List<Concerned> services,
      String link) {

    Event {
      environments = List.copyOf(environments);
      services = List.copyOf(services);
    }

    private static Event of(String type, CalendarEntry entry) {
      return new Event(
          type,
          entry.of(),
          entry.title(),
          entry.from(),
          entry.until(),
          entry.state(),
          entry.approval(),
          entry.detail(),
          entry.environments(),
          entry.services(),
          entry.link());
    }
  }

  /**
   * @param items by the time at which they begin
   * @param more whether something was left out, since there is too much
   */
  record Calendar(Instant from, Instant until, List<Event> items, boolean more) {

    Calendar {
      items = List.copyOf(items);
    }
  }

  /**
   * Whose calendar is asked for.
   *
   * @param owned services of the team, or the service; null: everybody's
   * @param team null: no team's
   */
  private record Target(
      @Nullable Environment environment, @Nullable Set<UUID> owned, @Nullable UUID team) {

    boolean concerns(CalendarEntry entry) {
      if (owned == null || (entry.services().isEmpty() && entry.teams().isEmpty())) {
        return true;
      }
      return entry.services().stream().map(Concerned::id).anyMatch(owned::contains)
          || (team != null && entry.teams().contains(team));
    }
  }

  private Answer list(Call call) {
    Query query = call.query("from", "to", "type", "service", "team", "environment");
    Instant asked = query.time("from");
    Instant from = asked == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : asked;
    Instant end = query.time("to");
    Instant until = end == null ? from.plus(USUAL) : end;
    if (!until.isAfter(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw Query.fault("to", "must be after from, and at most 100 days later");
    }
    List<CalendarSource> wanted = wanted(query);
    Reference service = query.reference("service");
    Reference team = query.reference("team");
    Reference environment = query.reference("environment");
    Target target =
        transactions.call(call.tenant(), tx -> target(tx, service, team, environment)).orElse(null);
    if (target == null) {
      return Answer.ok(new Calendar(from, until, List.of(), false));
    }
    UUID ofTeam = service == null ? target.team : null;
    CalendarRange range = new CalendarRange(from, until, target.environment, ofTeam, MOST);
    List<Event> found = new ArrayList<>();
    boolean more = false;
    for (CalendarSource source : wanted) {
      if (call.may(source.permission())) {
        List<CalendarEntry> entries = source.between(call.tenant(), range);
        more |= entries.size() >= MOST;
        entries.stream()
            .filter(target::concerns)
            .map(entry -> Event.of(source.type(), entry))
            .forEach(found::add);
      }
    }
    found.sort(Comparator.comparing(Event::from).thenComparing(Event::until));
    return Answer.ok(new Calendar(from, until, found, more));
  }

  private List<CalendarSource> wanted(Query query) {
    List<String> types = query.texts("type");
    List<String> known = sources.stream().map(CalendarSource::type).toList();
    for (String type : types) {
      if (!known.contains(type)) {
        throw Query.fault(
            "type",
            "'" + type + "' is none of " + known.stream().collect(Collectors.joining(", ")));
      }
    }
    return sources.stream()
        .filter(source -> types.isEmpty() || types.contains(source.type()))
        .toList();
  }

  /** Empty: what was named is not there, and nothing concerns it. */
  private Optional<Target> target(
      Tx tx,
      @Nullable Reference service,
      @Nullable Reference team,
      @Nullable Reference environment) {
    Environment in = null;
    if (environment != null) {
      Optional<UUID> id = environments.findId(tx, environment);
      if (id.isEmpty()) {
        return Optional.empty();
      }
      in = targets.environment(tx, id.get());
    }
    Environment there = in;
    if (service != null) {
      return services
          .findId(tx, service)
          .await()
          .map(id -> new Target(there, Set.of(id), targets.owner(tx, id).orElse(null)));
    }
    if (team != null) {
      return teams
          .findId(tx, team)
          .await()
          .map(id -> new Target(there, targets.services(tx, id), id));
    }
    return Optional.of(new Target(there, null, null));
  }
}
