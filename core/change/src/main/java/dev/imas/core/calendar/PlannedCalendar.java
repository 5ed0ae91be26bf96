package dev.imas.core.calendar;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarRange.Environment;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.planned.PlannedEntries;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what is planned of all features, one after the other. Only on a virtual thread. */
final class PlannedCalendar implements PlannedEntries {

  /** Of each source. A month with more is not read by anybody. */
  private static final int MOST = 2_000;

  /**
   * Whose calendar is asked for.
   *
   * @param owned services of the team, or the service; null: everybody's
   * @param team null: no team's
   * @param person only what this person takes part in; null: nobody's
   */
  record Target(
      @Nullable Environment environment,
      @Nullable Set<UUID> owned,
      @Nullable UUID team,
      @Nullable UUID person) {

    static final Target EVERYBODY = new Target(null, null, null, null);

    private boolean concerns(Concerns concerns) {
      if (person != null) {
        return concerns.people().contains(person);
      }
      if (owned == null || (concerns.services().isEmpty() && concerns.teams().isEmpty())) {
        return true;
      }
      return concerns.services().stream().map(Concerned::id).anyMatch(owned::contains)
          || (team != null && concerns.teams().contains(team));
    }
  }

  /**
   * @param entries by the time at which they begin
   * @param more whether something was left out, since there is too much
   */
  record Read(List<Typed> entries, boolean more) {

    Read {
      entries = List.copyOf(entries);
    }
  }

  private final Transactions transactions;
  private final List<CalendarSource> sources;
  private final CalendarTargetRepository targets = new CalendarTargetRepository();

  /**
   * @param sources what there is to show, in the order in which a reader expects it
   */
  PlannedCalendar(Transactions transactions, List<CalendarSource> sources) {
    this.transactions = transactions;
    this.sources = List.copyOf(sources);
  }

  List<String> types() {
    return sources.stream().map(CalendarSource::type).toList();
  }

  /**
   * @param types which of the sources; empty: all
   * @param shifts the team whose shifts are read, too; null: no shifts
   */
  Read read(
      TenantId tenant,
      Target target,
      List<String> types,
      @Nullable UUID shifts,
      Predicate<Permission> may,
      Instant from,
      Instant until) {
    return read(
        tenant,
        target,
        types,
        may,
        new CalendarRange(from, until, target.environment, shifts, MOST, false, null));
  }

  /** The times of one thing, at most so many; empty if there is none that the reader may see. */
  List<Typed> timesOf(
      TenantId tenant,
      UUID thing,
      Predicate<Permission> may,
      Instant from,
      Instant until,
      int most) {
    CalendarRange range = new CalendarRange(from, until, null, null, most, false, thing);
    return read(tenant, Target.EVERYBODY, List.of(), may, range).entries;
  }

  private Read read(
      TenantId tenant,
      Target target,
      List<String> types,
      Predicate<Permission> may,
      CalendarRange range) {
    List<Typed> found = new ArrayList<>();
    boolean more = false;
    for (CalendarSource source : sources) {
      if ((types.isEmpty() || types.contains(source.type())) && may.test(source.permission())) {
        List<CalendarEntry> entries = source.between(tenant, range);
        more |= entries.size() >= range.most();
        entries.stream()
            .filter(entry -> target.concerns(entry.concerns()))
            .map(entry -> new Typed(source.type(), entry))
            .forEach(found::add);
      }
    }
    found.sort(
        Comparator.comparing((Typed one) -> one.entry().from())
            .thenComparing(one -> one.entry().until()));
    return new Read(found, more);
  }

  /** Null for an environment that is gone. */
  private @Nullable Target target(Tx tx, Whose whose) {
    return switch (whose) {
      case Whose.Everybody everybody -> Target.EVERYBODY;
      case Whose.Team(UUID id) -> new Target(null, targets.services(tx, id), id, null);
      case Whose.Person(UUID id) -> new Target(null, null, null, id);
      case Whose.Place(UUID id) ->
          targets
              .environment(tx, id)
              .map(there -> new Target(there, null, null, null))
              .orElse(null);
    };
  }

  /** Whoever knows a feed's address may only read. */
  private static boolean isForViewers(Permission permission) {
    return permission.lowest() == AccessRole.VIEWER;
  }

  @Override
  public List<Typed> of(TenantId tenant, Whose whose, Instant from, Instant until) {
    Target target =
        transactions.call(tenant, tx -> Optional.ofNullable(target(tx, whose))).orElse(null);
    if (target == null) {
      return List.of();
    }
    CalendarRange range =
        new CalendarRange(from, until, target.environment, null, MOST, true, null);
    return read(tenant, target, List.of(), PlannedCalendar::isForViewers, range).entries.stream()
        .limit(MOST)
        .toList();
  }
}
