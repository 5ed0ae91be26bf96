package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.AbsenceRepository.Absence;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /absences}: when people cannot be on call. Their turns pass to others. */
public final class AbsenceRoutes {

  private final Transactions transactions;
  private final InstantSource clock;
  private final AbsenceRepository absences = new AbsenceRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  public AbsenceRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/absences", Permission.ON_CALL_READ, this::list);
    api.post("/absences", Permission.ABSENCE_ENTER, this::create);
    api.delete("/absences/{id}", Permission.ABSENCE_ENTER, this::end);
  }

  /**
   * @param endedAt when somebody withdrew it
   */
  record ShownAbsence(
      UUID id,
      ScheduleViews.User user,
      Instant from,
      Instant until,
      String note,
      Instant madeAt,
      String madeBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String endedBy) {}

  private Answer list(Call call) {
    Query query = call.query("user", "from", "limit", "cursor");
    Reference person = query.reference("user");
    Instant from = query.time("from");
    ListRange paging = query.paging();
    Instant endAfter = from == null ? clock.instant() : from;
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID of =
              person == null
                  ? null
                  : people.find(tx, List.of(person)).getOrDefault(person, Reference.NOTHING);
          List<Absence> found = absences.list(tx, of, endAfter, paging.afterId(), paging.fetch());
          return Answer.page(shown(tx, found), paging, ShownAbsence::id);
        });
  }

  private Answer create(Call call) {
    Body body = call.body().only("user", "from", "until", "note", "replaces");
    Instant now = clock.instant();
    Instant from = body.time("from");
    Instant until = body.time("until");
    Reference person = body.requiredReference("user");
    String note = body.text("note", 1_000, "");
    UUID replaced = body.uuid("replaces");
    if (from == null) {
      body.fault("/from", "is missing; send the time from which the person is away");
    }
    if (until == null) {
      body.fault("/until", "is missing; send the time at which the person is back");
    } else if (!until.isAfter(now) || from != null && !from.isBefore(until)) {
      body.fault("/until", "must be after from, and in the future");
    }
    body.throwIfFaulty();
    Interval when = new Interval(Objects.requireNonNull(from), Objects.requireNonNull(until));
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID of = people.find(tx, List.of(person)).get(person);
          if (of == null) {
            throw Fault.invalid(
                "/user", "names " + person + ", who is no user; create the user first");
          }
          mustBeOwn(call, of);
          if (replaced != null) {
            end(
                call,
                tx,
                now,
                absences
                    .find(tx, replaced)
                    .orElseThrow(
                        () ->
                            Fault.invalid(
                                "/replaces", "names " + replaced + ", which is no absence")));
          }
          Absence made = new Absence(id, of, when, note, now, call.author(), null, null);
          absences.insert(tx, made);
          call.audit(
              tx,
              Audit.Change.create(
                  new Audit.Subject("absence", id), shown(tx, List.of(made)).getFirst()));
          return Answer.created(Api.BASE + "/absences/" + id, shown(tx, List.of(made)).getFirst());
        });
  }

  /** Withdraws it from now on. Who was on call before stays as it was. */
  private Answer end(Call call) {
    UUID id = call.pathId("id");
    Instant now = clock.instant();
    transactions.call(
        call.tenant(),
        tx ->
            end(
                call,
                tx,
                now,
                absences
                    .find(tx, id)
                    .orElseThrow(() -> Fault.notFound("there is no absence " + id))));
    return Answer.noContent();
  }

  private Absence end(Call call, Tx tx, Instant now, Absence there) {
    mustBeOwn(call, there.person());
    absences.end(tx, there.id(), now, call.author());
    call.audit(
        tx,
        new Audit.Change(
            new Audit.Subject("absence", there.id()),
            "end",
            shown(tx, List.of(there)).getFirst(),
            null));
    return there;
  }

  /** Whoever may enter absences enters their own; those of others need more. */
  private static void mustBeOwn(Call call, UUID person) {
    if (!call.isOf(person) && !call.may(Permission.ABSENCE_MANAGE)) {
      throw Fault.of(
          Fault.Kind.FORBIDDEN,
          "this is the absence of another person, which needs the permission "
              + Permission.ABSENCE_MANAGE.wireName()
              + "; the role "
              + Permission.ABSENCE_MANAGE.lowest().wireName()
              + " has it, or an administrator can grant it");
    }
  }

  private List<ShownAbsence> shown(Tx tx, List<Absence> found) {
    Map<UUID, Person> named = people.named(tx, found.stream().map(Absence::person).toList());
    return found.stream()
        .map(
            a ->
                new ShownAbsence(
                    a.id(),
                    ScheduleViews.user(a.person(), named),
                    a.when().from(),
                    a.when().until(),
                    a.note(),
                    a.madeAt(),
                    a.madeBy(),
                    a.endedAt(),
                    a.endedBy()))
        .toList();
  }
}
