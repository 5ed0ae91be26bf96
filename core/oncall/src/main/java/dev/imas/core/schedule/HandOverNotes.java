package dev.imas.core.schedule;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.Notices;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.NoteRepository.Note;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Notes that who goes off call writes for who comes on. They are shown with the shift in which
 * their hand-over lies, and whoever has that shift is told. Only on a virtual thread.
 */
public final class HandOverNotes {

  /** Whoever is off call since longer than this has no hand-over to write about. */
  private static final Duration AFTERWARDS = Duration.ofHours(12);

  private static final Duration LONGEST = Duration.ofDays(400);

  private final Notices notices;
  private final TeamReach reach;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final NoteRepository notes = new NoteRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final Histories histories = new Histories();

  public HandOverNotes(Notices notices, TeamReach reach, InstantSource clock) {
    this.notices = notices;
    this.reach = reach;
    this.clock = clock;
  }

  /** The shift of that person that ends next, or ended last; empty if none did lately. */
  Optional<Shift> shiftOf(Tx tx, UUID schedule, UUID person) {
    Instant now = clock.instant();
    Interval range = new Interval(now.minus(AFTERWARDS), now.plus(LONGEST));
    List<Shift> own =
        histories.read(tx, schedule, range).shifts(range).stream()
            .filter(shift -> shift.person().equals(person) && !shift.from().isAfter(now))
            .toList();
    return own.stream()
        .filter(shift -> shift.when().holds(now))
        .min(Comparator.comparing(Shift::until))
        .or(() -> own.stream().max(Comparator.comparing(Shift::until)));
  }

  /**
   * Tells whoever is on call now of the notes of hand-overs that have been.
   *
   * @return the result in words
   */
  public String tell(Transactions transactions, List<TenantId> tenants) {
    int told =
        new EachSchedule(transactions, "telling of hand-over notes")
            .run(
                tenants,
                tx -> notes.untold(tx, clock.instant()),
                (tenant, schedule) -> transactions.call(tenant, tx -> tell(tx, schedule)));
    return told + " notified of notes";
  }

  private int tell(Tx tx, UUID schedule) {
    Instant now = clock.instant();
    List<Note> due = notes.tell(tx, schedule, now);
    Optional<ScheduleView> view = schedules.find(tx, schedule);
    if (view.isEmpty()) {
      return 0;
    }
    Interval moment = new Interval(now, now.plusNanos(1));
    ScheduleHistory history = histories.calculated(tx, schedule, moment);
    Map<UUID, Person> named = people.named(tx, due.stream().map(Note::author).toList());
    int told = 0;
    for (Note note : due) {
      List<UUID> there =
          history.onCallAt(now).stream()
              .filter(shift -> shift.level() == note.level())
              .map(Shift::person)
              .filter(person -> !person.equals(note.author()))
              .distinct()
              .toList();
      Notice notice =
          new Notice(
              NoticeKind.SCHEDULE,
              note.id(),
              "hand-over",
              Severity.SEV3_MEDIUM,
              Saying.of(
                  "handover.note",
                  ScheduleViews.user(note.author(), named).username(),
                  view.get().name()),
              Saying.plain(note.text()),
              "/schedules/" + schedule);
      told += notices.send(tx, notice, reach.ofUsers(tx, there));
    }
    return told;
  }
}
