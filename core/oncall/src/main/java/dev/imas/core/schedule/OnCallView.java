package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.contact.Reach;
import dev.imas.core.contact.ShownReach;
import dev.imas.core.oncall.OnCallChain.Asked;
import dev.imas.core.oncall.Shift;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call for a team at a time, and how they were found.
 *
 * @param users who is to be told, and whether they can be called
 * @param canBeCalled whether any of them can; null for a time in the past
 * @param level the level of the schedules at which they were found; absent for a stand-in
 * @param because schedule, current, manager, tenant or nobody
 * @param asked who was asked for, in order, and passed over
 * @param shifts all levels of the team's schedules
 * @param notes what who went off wrote for those who came on
 */
record OnCallView(
    Instant at,
    List<ShownOnCallUser> users,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean canBeCalled,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer level,
    String because,
    List<ShownAsked> asked,
    List<ScheduleViews.ShownShift> shifts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NoteRoutes.ShownNote> notes) {

  static OnCallView of(Instant at, OnCall.Found found, Map<UUID, Reach> now) {
    Map<UUID, Person> named = found.people();
    var answer = found.answer();
    return new OnCallView(
        at,
        answer.people().stream()
            .map(id -> shown(ScheduleViews.user(id, named), Optional.ofNullable(now.get(id))))
            .toList(),
        now.isEmpty() && !answer.isNobody()
            ? null
            : now.values().stream().anyMatch(Reach::isCalled),
        answer.level().orElse(null),
        answer.isNobody()
            ? "nobody"
            : answer.asked().getLast().link().name().toLowerCase(Locale.ROOT),
        answer.asked().stream().map(one -> shown(one, named)).toList(),
        found.shifts().stream().map((Shift shift) -> ScheduleViews.shift(shift, named)).toList(),
        found.notes().stream().map(note -> NoteRoutes.shown(note, named)).toList());
  }

  private static ShownOnCallUser shown(ScheduleViews.User user, Optional<Reach> reach) {
    return new ShownOnCallUser(user.id(), user.username(), reach.map(ShownReach::of).orElse(null));
  }

  private static ShownAsked shown(Asked asked, Map<UUID, Person> named) {
    return new ShownAsked(
        asked.link().name().toLowerCase(Locale.ROOT),
        users(asked.people(), named),
        users(asked.passed(), named),
        users(asked.away(), named));
  }

  private static List<ScheduleViews.User> users(List<UUID> ids, Map<UUID, Person> named) {
    return ids.stream().map(id -> ScheduleViews.user(id, named)).toList();
  }

  /**
   * @param reach how they are called, or why they cannot be; null for a time in the past
   */
  record ShownOnCallUser(
      UUID id,
      String username,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShownReach reach) {}

  /**
   * @param inactive those who cannot be told
   * @param away those who were passed over because they are away
   */
  record ShownAsked(
      String link,
      List<ScheduleViews.User> users,
      List<ScheduleViews.User> inactive,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ScheduleViews.User> away) {}
}
