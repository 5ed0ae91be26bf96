package dev.imas.core.maintenance;

import dev.imas.core.http.Answer;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.maintenance.CalendarText.Event;
import dev.imas.core.maintenance.CalendarText.Left;
import dev.imas.core.maintenance.MaintenanceDraft.Scope;
import dev.imas.core.maintenance.MaintenanceRoutes.Planned;
import dev.imas.core.maintenance.MaintenanceRoutes.Windows;
import dev.imas.core.model.StepBudget;
import dev.imas.core.model.UuidV7;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /maintenance-windows/import}: makes a window of each event of a calendar. Importing it
 * again changes the windows that it made, by the UIDs of the events, and deletes none.
 */
final class CalendarImport {

  private final Transactions transactions;
  private final Function<Call, Windows> resource;
  private final Maintenance maintenance;
  private final Computations computations;
  private final InstantSource clock;
  private final MaintenanceRepository windows = new MaintenanceRepository();

  CalendarImport(
      Transactions transactions,
      Function<Call, Windows> resource,
      Maintenance maintenance,
      Computations computations,
      InstantSource clock) {
    this.transactions = transactions;
    this.resource = resource;
    this.maintenance = maintenance;
    this.computations = computations;
    this.clock = clock;
  }

  /** What became of the events. */
  record Imported(List<MaintenanceView> windows, List<Left> left) {}

  Answer run(Call call) {
    Body body = call.body();
    body.only("calendar", "time_zone", "comment", "matchers", "services", "hides_sev1");
    String text = body.requiredText("calendar", CalendarText.LONGEST);
    ZoneId said = zone(body);
    Scope scope = Scope.read(body);
    body.throwIfFaulty();
    Instant now = clock.instant();
    Computations.Share share = computations.of(call.tenant());
    CalendarText.Read read = share.call(() -> read(text, said, now));
    List<Upcoming> events = share.call(() -> upcoming(read.events(), maintenance.now()));
    return Answer.ok(
        transactions.call(call.tenant(), tx -> take(tx, call, scope, events, read.left())));
  }

  /**
   * @param next its next occurrences; empty if it is over
   */
  private record Upcoming(Event event, List<Occurrence> next) {}

  private static List<Upcoming> upcoming(List<Event> events, Instant now) {
    StepBudget steps = new StepBudget(events.size());
    List<Upcoming> upcoming = new ArrayList<>();
    for (Event event : events) {
      steps.take(1); // it ends at the deadline
      upcoming.add(new Upcoming(event, Maintenance.next(event.times(), now)));
    }
    return upcoming;
  }

  private static CalendarText.Read read(String text, @Nullable ZoneId said, Instant now) {
    try {
      return CalendarText.read(text, said, now);
    } catch (IllegalArgumentException e) {
      throw Fault.invalid("/calendar", "/calendar " + e.getMessage());
    }
  }

  private static @Nullable ZoneId zone(Body body) {
    String text = body.text("time_zone", 60);
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      body.fault("/time_zone", "is not a time zone such as Europe/Paris");
      return ZoneOffset.UTC;
    }
  }

  private Imported take(
      Tx tx, Call call, Scope scope, List<Upcoming> events, List<Left> unreadable) {
    Windows resource = this.resource.apply(call);
    List<MaintenanceView> made = new ArrayList<>();
    List<Left> left = new ArrayList<>(unreadable);
    for (Upcoming one : events) {
      Event event = one.event;
      Optional<MaintenanceWindow> known = windows.ofCalendar(tx, event.uid());
      boolean isOver = one.next.isEmpty();
      if (known.isEmpty() && (isOver || event.isCancelled())) {
        left.add(new Left(event.uid(), event.summary(), isOver ? "it is over" : "it is cancelled"));
      } else {
        made.add(take(tx, call, resource, scope, one, known));
      }
    }
    return new Imported(List.copyOf(made), List.copyOf(left));
  }

  private MaintenanceView take(
      Tx tx,
      Call call,
      Windows resource,
      Scope scope,
      Upcoming upcoming,
      Optional<MaintenanceWindow> known) {
    Event event = upcoming.event;
    Planned writing =
        new Planned(
            MaintenanceDraft.of(name(tx, event, known), scope, event.times(), !event.isCancelled()),
            upcoming.next);
    if (known.isEmpty()) {
      MaintenanceView made = resource.insert(tx, UuidV7.at(clock.millis()), writing, event.uid());
      call.audit(tx, Audit.Change.create(resource.subject(made), made.settings()));
      return made;
    }
    MaintenanceView before = maintenance.stored(known.get());
    MaintenanceView after = resource.update(tx, before, writing, before.version());
    if (after == null) {
      throw Fault.conflict(
          "the maintenance window " + before.name() + " was changed meanwhile; send it again");
    }
    call.audit(
        tx, Audit.Change.update(resource.subject(after), before.settings(), after.settings()));
    return after;
  }

  /** Events often share their summary: then the day of the first occurrence tells them apart. */
  private String name(Tx tx, Event event, Optional<MaintenanceWindow> known) {
    if (known.isPresent()) {
      return known.get().name();
    }
    return windows.isNamed(tx, event.summary())
        ? event.summary() + ", " + event.times().start().toLocalDate()
        : event.summary();
  }
}
