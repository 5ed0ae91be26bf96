package dev.imas.core.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.calendar.PlannedCalendar.Target;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.deployment.EnvironmentRepository;
import dev.imas.core.feeds.EventText;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Pieces;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarRange.Environment;
import dev.imas.core.planned.PlannedEntries;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /events}: the calendar, and one thing of it as a file. Only on a virtual thread. */
final class CalendarRoutes {

  static final String PATH = "/events";

  /** One calendar, in one piece. */
  private static final class IcsFile implements Pieces {

    private @Nullable String text;

    private IcsFile(String text) {
      this.text = text;
    }

    @Override
    public String contentType() {
      return "text/calendar; charset=utf-8";
    }

    @Override
    public @Nullable String next() {
      String piece = text;
      text = null;
      return piece;
    }
  }

  /** So many times of one thing has a file. */
  private static final int MOST_TIMES = 200;

  /** Nothing that is planned begins later. */
  private static final Duration FOREVER = Duration.ofDays(36_525);

  private static final Duration LONGEST = Duration.ofDays(100);

  /** What is shown unless another time is asked for. */
  private static final Duration USUAL = Duration.ofDays(31);

  private final Transactions transactions;
  private final InstantSource clock;
  private final PlannedCalendar calendar;
  private final EventText text;
  private final CalendarTargetRepository targets = new CalendarTargetRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final TeamRepository teams = new TeamRepository();
  private final EnvironmentRepository environments = new EnvironmentRepository();

  CalendarRoutes(
      Transactions transactions, InstantSource clock, PlannedCalendar calendar, EventText text) {
    this.transactions = transactions;
    this.clock = clock;
    this.calendar = calendar;
    this.text = text;
  }

  void mount(Api api) {
    api.get(PATH, Permission.CALENDAR_READ, this::list);
    api.get(PATH + "/{id}/ics", Permission.CALENDAR_READ, this::file);
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

    private static Event of(PlannedEntries.Typed typed) {
      CalendarEntry entry = typed.entry();
      return new Event(
          typed.type(),
          entry.key().of(),
          entry.title(),
          entry.from(),
          entry.until(),
          entry.state(),
          entry.approval(),
          entry.detail(),
          entry.environments(),
          entry.concerns().services(),
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

  private Answer list(Call call) {
    Query query = call.query("from", "to", "type", "service", "team", "environment");
    Instant asked = query.time("from");
    Instant from = asked == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : asked;
    Instant end = query.time("to");
    Instant until = end == null ? from.plus(USUAL) : end;
    if (!until.isAfter(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw Query.fault("to", "must be after from, and at most 100 days later");
    }
    List<String> types = types(query);
    Reference service = query.reference("service");
    Reference team = query.reference("team");
    Reference environment = query.reference("environment");
    Target target =
        transactions.call(call.tenant(), tx -> target(tx, service, team, environment)).orElse(null);
    if (target == null) {
      return Answer.ok(new Calendar(from, until, List.of(), false));
    }
    UUID shifts = service == null ? target.team() : null;
    PlannedCalendar.Read read =
        calendar.read(call.tenant(), target, types, shifts, call::may, from, until);
    return Answer.ok(
        new Calendar(from, until, read.entries().stream().map(Event::of).toList(), read.more()));
  }

  /** Times of one thing, for a calendar program that is not to follow it. */
  private Answer file(Call call) {
    call.query();
    UUID id = call.pathId("id");
    Instant now = clock.instant();
    List<PlannedEntries.Typed> times =
        calendar.timesOf(
            call.tenant(), id, call::may, now.minus(EventText.PAST), now.plus(FOREVER), MOST_TIMES);
    if (times.isEmpty()) {
      throw Fault.notFound(
          "nothing that is planned has the id " + id + ", or all of it was over 30 days ago");
    }
    String title = times.getFirst().entry().title();
    return Answer.ok(new IcsFile(text.write(title, times, now)))
        .with("content-disposition", "attachment; filename=\"" + id + ".ics\"");
  }

  private List<String> types(Query query) {
    List<String> types = query.texts("type");
    List<String> known = calendar.types();
    for (String type : types) {
      if (!known.contains(type)) {
        throw Query.fault("type", "'" + type + "' is none of " + String.join(", ", known));
      }
    }
    return types;
  }

  /** Empty: what was named is not there, and nothing concerns it. */
  private Optional<Target> target(
      Tx tx,
      @Nullable Reference service,
      @Nullable Reference team,
      @Nullable Reference environment) {
    Environment in = null;
    if (environment != null) {
      Optional<Environment> found =
          environments.findId(tx, environment).flatMap(id -> targets.environment(tx, id));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      in = found.get();
    }
    Environment there = in;
    if (service != null) {
      return services
          .findId(tx, service)
          .await()
          .map(id -> new Target(there, Set.of(id), targets.owner(tx, id).orElse(null), null));
    }
    if (team != null) {
      return teams
          .findId(tx, team)
          .await()
          .map(id -> new Target(there, targets.services(tx, id), id, null));
    }
    return Optional.of(new Target(there, null, null, null));
  }
}
