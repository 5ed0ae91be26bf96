package dev.imas.core.schedule;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.NoteRepository.Note;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /schedules/{schedule}/hand-over-notes}: what who goes off tells who comes on. */
public final class NoteRoutes {

  private final Transactions transactions;
  private final HandOverNotes handOvers;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final NoteRepository notes = new NoteRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  public NoteRoutes(Transactions transactions, HandOverNotes handOvers, InstantSource clock) {
    this.transactions = transactions;
    this.handOvers = handOvers;
    this.clock = clock;
  }

  public void mount(Api api) {
    String all = "/schedules/{schedule}/hand-over-notes";
    api.get(all, Permission.ON_CALL_READ, this::list);
    api.post(all, Permission.SWAP_ASK, this::write);
  }

  /**
   * @param handOver the end of the author's shift
   */
  record ShownNote(
      UUID id, int level, ScheduleViews.User user, Instant handOver, String note, Instant madeAt) {}

  /** What the audit keeps: not the text, which goes with its shift. */
  record Audited(UUID schedule, int level, Instant handOver) {}

  static ShownNote shown(Note note, Map<UUID, Person> named) {
    return new ShownNote(
        note.id(),
        note.level(),
        ScheduleViews.user(note.author(), named),
        note.handOver(),
        note.text(),
        note.madeAt());
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID schedule = schedules.existing(tx, call.reference("schedule")).id();
          List<Note> found = notes.list(tx, schedule, paging.afterId(), paging.fetch());
          return Answer.page(shown(tx, found), paging, ShownNote::id);
        });
  }

  private List<ShownNote> shown(Tx tx, List<Note> found) {
    Map<UUID, Person> named = people.named(tx, found.stream().map(Note::author).toList());
    return found.stream().map(note -> shown(note, named)).toList();
  }

  private Answer write(Call call) {
    Body body = call.body().only("note");
    String text = body.requiredText("note", 5_000);
    body.throwIfFaulty();
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, call.reference("schedule"));
          Principal.Person self = call.principal().person();
          if (self == null) {
            throw Fault.conflict("a token without a user is never on call");
          }
          Shift shift =
              handOvers
                  .shiftOf(tx, of.id(), self.id())
                  .orElseThrow(
                      () ->
                          Fault.conflict(
                              "you are not on call by this schedule, and were not lately"));
          Note note =
              new Note(id, of.id(), shift.level(), self.id(), shift.until(), text, clock.instant());
          notes.insert(tx, note);
          ShownNote shown = shown(tx, List.of(note)).getFirst();
          call.audit(
              tx,
              Audit.Change.create(
                  new Audit.Subject("hand_over_note", id),
                  new Audited(of.id(), shift.level(), shift.until())));
          return Answer.created(Api.BASE + "/schedules/" + of.id() + "/hand-over-notes", shown);
        });
  }
}
