package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.contact.ShownReach;
import dev.imas.core.http.Versioned;
import dev.imas.core.oncall.Cause;
import dev.imas.core.oncall.ScheduleFault;
import dev.imas.core.oncall.Shift;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.schedule.StoredLayers.LayerJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schedules and shifts as the API shows them. */
final class ScheduleViews {

  record Team(UUID id, String name) {}

  record User(UUID id, String username) {}

  /**
   * @param warnings gaps and overlaps of the next days
   * @param inactive people whose turns pass to others
   */
  record ShownSchedule(
      UUID id,
      String name,
      Team team,
      String description,
      String timeZone,
      List<LayerJson<String>> layers,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShownFault> warnings,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<User> inactive,
      int version,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {}

  /**
   * @param kind gap, overlap, unreachable or away
   * @param layers those that overlap
   * @param user who has the shift and cannot be called, or is away
   * @param why in the words of drills and of escalations
   * @param obstacle why somebody cannot be called, as a kind
   * @param mend what to do about it
   * @param detail all of it in words, of somebody who cannot be called or is away
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ShownFault(
      String kind,
      int level,
      Instant from,
      Instant until,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> layers,
      @Nullable User user,
      @Nullable String why,
      @Nullable String obstacle,
      @Nullable String mend,
      @Nullable String detail) {

    private ShownFault(String kind, int level, Instant from, Instant until, List<String> layers) {
      this(kind, level, from, until, layers, null, null, null, null, null);
    }
  }

  /**
   * @param because turn, cover or override
   * @param layer of a turn or cover
   * @param turn its number
   * @param insteadOf whose turn it was
   * @param override the override's id
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ShownShift(
      int level,
      User user,
      Instant from,
      Instant until,
      String because,
      @Nullable String layer,
      @Nullable Long turn,
      @Nullable List<User> insteadOf,
      @Nullable UUID override) {}

  private ScheduleViews() {}

  static ShownSchedule schedule(
      ScheduleView view, Map<UUID, Person> people, List<ShownFault> faults) {
    return new ShownSchedule(
        view.id(),
        view.name(),
        new Team(view.team(), view.teamName()),
        view.description(),
        view.zone().getId(),
        StoredLayers.shown(view.layers(), id -> user(id, people).username()),
        faults,
        people(view)
            .distinct()
            .filter(id -> isInactive(people.get(id)))
            .map(id -> user(id, people))
            .toList(),
        view.version(),
        view.createdAt(),
        view.updatedAt());
  }

  private static boolean isInactive(@Nullable Person person) {
    return person != null && !person.isActive();
  }

  /** Everybody who takes turns, some more than once. */
  static Stream<UUID> people(ScheduleView view) {
    return view.layers().stream()
        .flatMap(layer -> layer.rotation().slots().stream())
        .flatMap(List::stream);
  }

  static ShownFault fault(ScheduleFault fault) {
    Instant from = fault.when().from();
    Instant until = fault.when().until();
    return switch (fault) {
      case ScheduleFault.Gap gap -> new ShownFault("gap", gap.level(), from, until, List.of());
      case ScheduleFault.Overlap overlap ->
          new ShownFault("overlap", overlap.level(), from, until, overlap.layers());
    };
  }

  static ShownFault fault(ScheduleFaults.Uncalled uncalled) {
    ShownReach reach = ShownReach.of(uncalled.reach());
    return new ShownFault(
        "unreachable",
        uncalled.level(),
        uncalled.when().from(),
        uncalled.when().until(),
        List.of(),
        new User(uncalled.reach().user(), uncalled.reach().username()),
        reach.why(),
        reach.obstacle(),
        reach.mend(),
        uncalled.reach().warning().orElse(null));
  }

  static ShownFault fault(ScheduleFaults.Away away) {
    String why = "is away, and nobody else of the schedule takes the turn";
    String mend = "put somebody else on call by an override, or set who stands in for the team";
    return new ShownFault(
        "away",
        away.level(),
        away.when().from(),
        away.when().until(),
        List.of(),
        new User(away.person(), away.username()),
        why,
        null,
        mend,
        away.username() + ": " + why + "; " + mend);
  }

  static ShownShift shift(Shift shift, Map<UUID, Person> people) {
    User user = user(shift.person(), people);
    int level = shift.level();
    Instant from = shift.from();
    Instant until = shift.until();
    return switch (shift.cause()) {
      case Cause.Turn turn ->
          new ShownShift(level, user, from, until, "turn", turn.layer(), turn.number(), null, null);
      case Cause.Cover cover ->
          new ShownShift(
              level,
              user,
              from,
              until,
              "cover",
              cover.layer(),
              cover.number(),
              cover.instead().stream().map(id -> user(id, people)).toList(),
              null);
      case Cause.Overridden overridden ->
          new ShownShift(level, user, from, until, "override", null, null, null, overridden.id());
    };
  }

  /** Everybody whom the shift names. */
  static Stream<UUID> people(Shift shift) {
    return shift.cause() instanceof Cause.Cover cover
        ? Stream.concat(Stream.of(shift.person()), cover.instead().stream())
        : Stream.of(shift.person());
  }

  /** A user by name; somebody who is gone by the id. */
  static User user(UUID id, Map<UUID, Person> people) {
    Person person = people.get(id);
    return new User(id, person == null ? id.toString() : person.username());
  }
}
