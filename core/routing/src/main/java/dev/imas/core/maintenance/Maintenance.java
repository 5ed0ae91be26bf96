package dev.imas.core.maintenance;

import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.maintenance.MaintenanceView.Next;
import dev.imas.core.maintenance.MaintenanceView.State;
import dev.imas.core.maintenance.OccurrencePlanner.Made;
import dev.imas.core.maintenance.OccurrencePlanner.Step;
import dev.imas.core.maintenance.OccurrenceRepository.OfWindow;
import dev.imas.core.model.StepBudget;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes silences of the occurrences that come within some days, and keeps them as their windows
 * say. Only for virtual threads.
 */
public final class Maintenance {

  private static final int MOST_WINDOWS = 1_000;
  private static final int MOST_NEXT = 5;
  private static final int MOST_VIEWS = MOST_WINDOWS + 1;

  /** What comes later than that is as good as never. */
  private static final Duration IN_SIGHT = Duration.ofDays(366L * 200);

  private final InstantSource clock;
  private final MaintenanceRepository windows = new MaintenanceRepository();
  private final OccurrenceRepository occurrences = new OccurrenceRepository();

  public Maintenance(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Whether another window may be made. */
  boolean hasRoom(Tx tx) {
    return windows.count(tx) < MOST_WINDOWS;
  }

  static int mostWindows() {
    return MOST_WINDOWS;
  }

  /** Plans the silences of all windows of a tenant anew. Repeating it changes nothing. */
  public Future<Void> plan(Tx tx) {
    List<MaintenanceWindow> all = windows.list(tx, null, MOST_WINDOWS);
    if (!all.isEmpty()) {
      occurrences.lock(tx);
      Instant now = now();
      Map<UUID, List<OfWindow>> made = made(tx, all, now);
      all.forEach(window -> carryOut(tx, window, ofOne(made, window), false, now));
    }
    return Future.succeededFuture();
  }

  /**
   * Plans the silences of a window that was made or changed.
   *
   * @return false if the tenant has too many silences for one of them
   */
  boolean changed(Tx tx, MaintenanceWindow window) {
    occurrences.lock(tx);
    Instant now = now();
    return carryOut(tx, window, ofOne(made(tx, List.of(window), now), window), true, now);
  }

  /** Ends the silences of a window that is deleted. */
  void deleted(Tx tx, MaintenanceWindow window) {
    occurrences.lock(tx);
    Instant now = now();
    occurrences.of(tx, List.of(window.id()), now).stream()
        .filter(silence -> silence.endsAt().isAfter(now))
        .forEach(silence -> occurrences.end(tx, silence.silence(), now));
  }

  private Map<UUID, List<OfWindow>> made(Tx tx, List<MaintenanceWindow> of, Instant now) {
    return occurrences.of(tx, of.stream().map(MaintenanceWindow::id).toList(), now).stream()
        .collect(Collectors.groupingBy(OfWindow::window));
  }

  private static List<OfWindow> ofOne(Map<UUID, List<OfWindow>> made, MaintenanceWindow window) {
    return made.getOrDefault(window.id(), List.of());
  }

  private boolean carryOut(
      Tx tx, MaintenanceWindow window, List<OfWindow> of, boolean isChanged, Instant now) {
    List<Made> made =
        of.stream()
            .map(
                silence ->
                    new Made(
                        silence.silence(),
                        silence.occurrence(),
                        silence.isSameAs(window),
                        silence.comment().equals(window.said()),
                        silence.startsAt(),
                        silence.endsAt()))
            .toList();
    boolean hasRoom = true;
    for (Step step :
        OccurrencePlanner.plan(window.isActive() ? window.times() : null, made, isChanged, now)) {
      switch (step) {
        case Step.End(UUID silence) -> occurrences.end(tx, silence, now);
        case Step.Move(UUID silence, Occurrence to) ->
            occurrences.move(tx, silence, window, to, now);
        case Step.Begin(Occurrence occurrence) ->
            hasRoom = hasRoom && occurrences.begin(tx, window, occurrence, now);
      }
    }
    return hasRoom;
  }

  /** Windows, and the silences that were made of them. */
  record Known(List<MaintenanceWindow> windows, Map<UUID, List<OfWindow>> silences, Instant now) {}

  /** What {@link #views} needs of the database. */
  Known known(Tx tx, List<MaintenanceWindow> of) {
    Instant now = now();
    return new Known(of, of.isEmpty() ? Map.of() : made(tx, of, now), now);
  }

  /**
   * The windows with their state, as the API shows them. It awaits a thread, so its caller has no
   * open transaction, whose connection would wait too.
   */
  static List<MaintenanceView> views(Computations.Share computations, Known known) {
    if (known.windows.isEmpty()) {
      return List.of();
    }
    return computations.call(
        () -> {
          StepBudget steps = new StepBudget(MOST_VIEWS);
          List<MaintenanceView> views = new ArrayList<>();
          for (MaintenanceWindow window : known.windows) {
            steps.take(1); // it ends at the deadline
            views.add(
                view(
                    window,
                    next(window.times(), known.now),
                    ofOne(known.silences, window),
                    known.now));
          }
          return views;
        });
  }

  /**
   * A window that was made or changed.
   *
   * @param occurrences its next ones, which were computed before the transaction began
   */
  MaintenanceView view(Tx tx, MaintenanceWindow window, List<Occurrence> occurrences) {
    Instant now = now();
    return view(window, occurrences, ofOne(made(tx, List.of(window), now), window), now);
  }

  /** What is stored of it, as if nothing came any more: for the audit and for documents. */
  MaintenanceView stored(MaintenanceWindow window) {
    return view(window, List.of(), List.of(), now());
  }

  private static MaintenanceView view(
      MaintenanceWindow window,
      List<Occurrence> occurrences,
      List<OfWindow> silences,
      Instant now) {
    PlannedTimes times = window.times();
    List<Next> next =
        occurrences.stream().map(occurrence -> next(occurrence, silences, now)).toList();
    CalendarRecurrence recurrence = times.recurrence();
    return new MaintenanceView(
        window.id(),
        window.name(),
        window.comment(),
        window.matchers(),
        window.services(),
        times.start().toString(),
        times.zone().getId(),
        times.length().toString(),
        times.endsByClock(),
        recurrence == null ? null : recurrence.text(),
        times.except().stream().sorted().map(Object::toString).toList(),
        window.hidesSev1(),
        window.isActive(),
        state(window, next, now),
        silences.stream().mapToLong(OfWindow::hides).sum(),
        next,
        window.version(),
        window.createdAt(),
        window.updatedAt());
  }

  /** The occurrences that are under way or come next. */
  static List<Occurrence> next(PlannedTimes times, Instant now) {
    return times.between(now, now.plus(IN_SIGHT), MOST_NEXT);
  }

  private static Next next(Occurrence occurrence, List<OfWindow> silences, Instant now) {
    Optional<OfWindow> of =
        silences.stream().filter(s -> occurrence.local().equals(s.occurrence())).findFirst();
    return new Next(
        occurrence.startsAt(),
        occurrence.endsAt(),
        of.map(OfWindow::silence).orElse(null),
        of.map(silence -> !silence.endsAt().isAfter(now)).orElse(false));
  }

  private static State state(MaintenanceWindow window, List<Next> next, Instant now) {
    if (!window.isActive()) {
      return State.OFF;
    }
    if (next.isEmpty()) {
      return State.OVER;
    }
    return next.stream().anyMatch(one -> !one.startsAt().isAfter(now) && !one.hasEnded())
        ? State.UNDER_WAY
        : State.AHEAD;
  }
}
