package dev.imas.core.figures;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.figures.Asking.Wanted;
import dev.imas.core.figures.PersonFigureRepository.Led;
import dev.imas.core.figures.PersonFigureRepository.Person;
import dev.imas.core.figures.PersonFigureRepository.Taken;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.PersonPages;
import dev.imas.core.schedule.PersonPages.Calls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics/by-person}: what each person of a team did (INC-31). Everybody sees their own
 * figures; those of a whole team are for its leads and for whoever may change it. Nobody is ranked.
 */
final class PersonRoutes {

  private static final int USUAL_DAYS = 30;

  private final Asking asking;
  private final TeamRepository teams = new TeamRepository();
  private final FiguresRepository figures = new FiguresRepository();
  private final PersonFigureRepository people = new PersonFigureRepository();
  private final FigureSettingsRepository settings = new FigureSettingsRepository();
  private final PersonPages pages = new PersonPages();

  PersonRoutes(Asking asking) {
    this.asking = asking;
  }

  void mount(Api api) {
    api.get("/metrics/by-person", Permission.INCIDENT_READ, this::byPerson);
  }

  record User(UUID id, String username) {}

  /**
   * @param closedByWeek as many as there are weeks
   * @param mttaSeconds null if they acknowledged nothing
   * @param pages null where messages of that time were removed
   */
  record Shown(
      User user,
      long assigned,
      long inProgress,
      long closed,
      List<Long> closedByWeek,
      long acknowledged,
      @Nullable Long mttaSeconds,
      @Nullable Integer pages,
      @Nullable Integer pagesAtNight) {}

  /**
   * @param whole whether these are all people of the team, rather than the caller alone
   * @param weeks where each week begins, the first with the time
   */
  record Answered(
      Instant from,
      Instant to,
      String timeZone,
      @Nullable Instant completeSince,
      boolean complete,
      boolean whole,
      List<Instant> weeks,
      List<Shown> items) {}

  private Answer byPerson(Call call) {
    Query query = call.query("period", "start_date", "end_date", "team");
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    Reference team = query.reference("team");
    return Answer.ok(
        asking.about(
            call,
            time,
            Wanted.ALL,
            FiguresRoutes.ROWS,
            (tx, of) -> {
              refuseUnlessOn(tx);
              return answered(tx, of.span(), asked(tx, call, team));
            }));
  }

  private void refuseUnlessOn(Tx tx) {
    if (!settings.read(tx).byPerson()) {
      throw Fault.conflict(
          "figures of persons are switched off; an administrator switches them on with by_person of"
              + " PUT /metrics/settings, or in Analytics");
    }
  }

  /** Of whom the caller is told. */
  private record Asked(List<Person> people, boolean isWhole) {}

  private Asked asked(Tx tx, Call call, @Nullable Reference named) {
    Principal.Person self = call.principal().person();
    List<Person> own =
        self == null ? List.of() : List.of(new Person(self.id(), self.username(), false));
    if (named == null) {
      return new Asked(own, false);
    }
    UUID team = named.orNothing(teams.findId(tx, named).await());
    List<Person> members = people.ofTeam(tx, team);
    boolean isWhole =
        call.may(Permission.TEAM_MANAGE, team)
            || members.stream().anyMatch(one -> one.isLead() && isSelf(call, one));
    return new Asked(
        isWhole ? members : own.stream().filter(one -> isIn(members, one)).toList(), isWhole);
  }

  /** A token is made for less than its owner may, and says so by its role alone. */
  private static boolean isSelf(Call call, Person member) {
    Principal.Person self = call.principal().person();
    return self != null && call.principal().bound() == null && self.id().equals(member.id());
  }

  private static boolean isIn(List<Person> members, Person one) {
    return members.stream().anyMatch(member -> member.id().equals(one.id()));
  }

  private Answered answered(Tx tx, Span span, Asked asked) {
    List<Instant> weeks = span.starts(Granularity.WEEK);
    Map<UUID, Led> led = people.led(tx, span, asked.people);
    Map<UUID, long[]> closed = people.closed(tx, span, asked.people, weeks);
    Map<String, Taken> taken = people.taken(tx, span, asked.people);
    boolean hasPages = Kept.of(span, figures.removedBefore(tx, Kept.DELIVERIES)).complete();
    Map<UUID, Calls> calls =
        hasPages
            ? pages.of(
                tx,
                asked.people.stream().map(Person::id).toList(),
                new Interval(span.from(), span.to()))
            : Map.of();
    Kept kept = Kept.of(span, figures.removedBefore(tx, Kept.INCIDENTS));
    return new Answered(
        span.from(),
        span.to(),
        span.zone().getId(),
        kept.completeSince(),
        kept.complete(),
        asked.isWhole,
        weeks,
        asked.people.stream()
            .map(
                one ->
                    shown(
                        one,
                        led.getOrDefault(one.id(), Led.NONE),
                        closed.getOrDefault(one.id(), new long[weeks.size()]),
                        taken.getOrDefault(one.username(), Taken.NONE),
                        hasPages ? calls.getOrDefault(one.id(), Calls.NONE) : null))
            .toList());
  }

  private static Shown shown(
      Person person, Led led, long[] closed, Taken taken, @Nullable Calls calls) {
    return new Shown(
        new User(person.id(), person.username()),
        led.assigned(),
        led.inProgress(),
        LongStream.of(closed).sum(),
        LongStream.of(closed).boxed().toList(),
        taken.acknowledged(),
        taken.acknowledged() == 0
            ? null
            : Math.round((double) taken.ttaSeconds() / taken.acknowledged()),
        calls == null ? null : calls.pages(),
        calls == null ? null : calls.atNight());
  }
}
