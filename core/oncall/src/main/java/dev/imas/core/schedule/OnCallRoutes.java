package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamName;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Warning;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.schedule.TeamOnCallRepository.StandIns;
import dev.imas.core.user.Successor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /on-call} and {@code /teams/{team}/on-call}: who is on call, why, and who stands in. */
public final class OnCallRoutes {

  private static final Duration LATE = Duration.ofMinutes(1);

  /** Of a page: each team is calculated. */
  private static final int MOST_TEAMS = 100;

  private static final int DEFAULT_TEAMS = 20;

  private final Transactions transactions;
  private final InstantSource clock;
  private final TeamRepository teams = new TeamRepository();
  private final TeamOnCallRepository standIns = new TeamOnCallRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final OnCall onCall = new OnCall();

  private final PersonReach reach;

  public OnCallRoutes(Transactions transactions, PersonReach reach, InstantSource clock) {
    this.transactions = transactions;
    this.reach = reach;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/on-call", Permission.ON_CALL_READ, this::list);
    api.get("/teams/{team}/on-call", Permission.ON_CALL_READ, this::get);
    api.get("/teams/{team}/stand-ins", Permission.ON_CALL_READ, this::getStandIns);
    api.put("/teams/{team}/stand-ins", Permission.SCHEDULE_MANAGE, this::putStandIns);
    api.get("/on-call/default", Permission.ON_CALL_READ, this::getDefault);
    api.put("/on-call/default", Permission.FALLBACK_MANAGE, this::putDefault);
  }

  private Answer get(Call call) {
    Instant at = at(call.query("at"));
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID team = teams.existingId(tx, call.reference("team")).await();
          return Answer.ok(shown(tx, team, at));
        });
  }

  private Instant at(Query query) {
    Instant asked = query.time("at");
    Instant at = asked == null ? clock.instant() : asked;
    ScheduleRoutes.refuseTooFar("at", at, clock.instant());
    return at;
  }

  private OnCallView shown(Tx tx, UUID team, Instant at) {
    OnCall.Found found = onCall.findWhole(tx, team, at);
    // Who can be called is only known of now. A clock that is a little behind asks for now.
    Map<UUID, Reach> now =
        at.isBefore(clock.instant().minus(LATE))
            ? Map.of()
            : reach.plan(tx, found.answer().people(), Severity.SEV1_CRITICAL, Set.of());
    return OnCallView.of(at, found, now);
  }

  /** Who is on call for a team of several. */
  record OfTeam(TeamName team, OnCallView onCall) {}

  private Answer list(Call call) {
    Query query = call.query("team", "at", "limit", "cursor");
    Instant at = at(query);
    List<String> asked = query.texts("team");
    if (asked.size() > MOST_TEAMS) {
      throw Query.fault("team", "name at most " + MOST_TEAMS + " teams");
    }
    ListRange paging = query.paging(DEFAULT_TEAMS, MOST_TEAMS);
    List<TeamName> found =
        transactions.call(
            call.tenant(),
            tx -> asked.isEmpty() ? teams.names(tx, paging).await() : named(tx, asked));
    // Each in a transaction of its own, so that no connection is held while all are calculated.
    List<TeamName> page =
        asked.isEmpty() ? found.subList(0, Math.min(found.size(), paging.limit())) : found;
    List<OfTeam> items =
        page.stream()
            .map(
                team ->
                    transactions.call(
                        call.tenant(), tx -> new OfTeam(team, shown(tx, team.id(), at))))
            .toList();
    return Answer.ok(
        ListRange.Page.of(items, found.size() > page.size(), item -> item.team().name()));
  }

  private List<TeamName> named(Tx tx, List<String> asked) {
    Map<String, TeamName> found = teams.named(tx, asked).await();
    for (String team : asked) {
      if (!found.containsKey(team)) {
        throw Query.fault("team", "there is no team " + team);
      }
    }
    return found.values().stream().distinct().toList();
  }

  /**
   * @param currentOnCall set by hand
   * @param warnings who of them cannot be called, why, and what mends it
   */
  record ShownStandIns(
      ScheduleViews.@Nullable User currentOnCall,
      ScheduleViews.@Nullable User manager,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings) {}

  private Answer getStandIns(Call call) {
    return transactions.call(
        call.tenant(), tx -> standIns(tx, teams.existingId(tx, call.reference("team")).await()));
  }

  private Answer putStandIns(Call call) {
    Body body = call.body();
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID team = teams.existingId(tx, call.reference("team")).await();
          call.require(Permission.SCHEDULE_MANAGE, team);
          return writeStandIns(tx, call, team, body);
        });
  }

  /** Replaces who stands in for a team. Whoever calls it has asked for the permission. */
  public Answer writeStandIns(Tx tx, Call call, UUID team, Body body) {
    body.only("current_on_call", "manager");
    Reference current = body.reference("current_on_call");
    Reference manager = body.reference("manager");
    body.throwIfFaulty();
    Answer before = standIns(tx, team);
    standIns.write(
        tx,
        team,
        existing(tx, current, "/current_on_call"),
        existing(tx, manager, "/manager"),
        clock.instant());
    return audited(call, tx, new Audit.Subject("stand_ins", team), before, standIns(tx, team));
  }

  /** Who stands in for a team. */
  public Answer standIns(Tx tx, UUID team) {
    StandIns there = standIns.read(tx, team);
    Map<UUID, Person> named =
        people.named(
            tx, Stream.of(there.current(), there.manager()).flatMap(Optional::stream).toList());
    return Answer.ok(
        new ShownStandIns(
            there.current().map(id -> ScheduleViews.user(id, named)).orElse(null),
            there.manager().map(id -> ScheduleViews.user(id, named)).orElse(null),
            Stream.of(
                    warning(tx, "/current_on_call", there.current()),
                    warning(tx, "/manager", there.manager()))
                .flatMap(Optional::stream)
                .toList()));
  }

  /** What is wrong with naming somebody; empty if the person can be called, or is nobody. */
  private Optional<Warning> warning(Tx tx, String pointer, Optional<UUID> person) {
    return person.flatMap(
        id ->
            reach.plan(tx, List.of(id), Severity.SEV1_CRITICAL, Set.of()).values().stream()
                .flatMap(one -> one.warningAt(pointer).stream())
                .findFirst());
  }

  /**
   * @param warnings that the person cannot be called, why, and what mends it
   */
  record ShownDefault(
      ScheduleViews.@Nullable User user,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings) {}

  private Answer getDefault(Call call) {
    return transactions.call(call.tenant(), this::theDefault);
  }

  private Answer putDefault(Call call) {
    Body body = call.body();
    return transactions.call(call.tenant(), tx -> writeDefault(tx, call, body));
  }

  /** Replaces who is told when nobody else is. Whoever calls it has asked for the permission. */
  public Answer writeDefault(Tx tx, Call call, Body body) {
    body.only("user");
    Reference user = body.reference("user");
    body.throwIfFaulty();
    Answer before = theDefault(tx);
    standIns.writeLast(tx, existing(tx, user, "/user"), clock.instant());
    return audited(call, tx, new Audit.Subject("default_on_call", null), before, theDefault(tx));
  }

  private static Answer audited(
      Call call, Tx tx, Audit.Subject subject, Answer before, Answer after) {
    call.audit(
        tx,
        Audit.Change.update(
            subject, Objects.requireNonNull(before.body()), Objects.requireNonNull(after.body())));
    return after;
  }

  /** Who is told when nobody else is. */
  public Answer theDefault(Tx tx) {
    Optional<UUID> last = standIns.read(tx, Reference.NOTHING).last();
    Map<UUID, Person> named = people.named(tx, last.stream().toList());
    return Answer.ok(
        new ShownDefault(
            last.map(id -> ScheduleViews.user(id, named)).orElse(null),
            warning(tx, "/user", last).stream().toList()));
  }

  /** Lets another stand in for the user. */
  void handOver(Tx tx, Call call, UUID user, Successor successor) {
    for (UUID team : standIns.teamsOf(tx, user)) {
      Optional<UUID> by = successor.of(tx, user, Optional.of(team));
      if (by.isPresent()) {
        call.require(Permission.SCHEDULE_MANAGE, team);
        StandIns there = standIns.read(tx, team);
        writeStandIns(
            tx,
            call,
            team,
            naming(
                Map.of(
                    "current_on_call", replaced(there.current(), user, by.get()),
                    "manager", replaced(there.manager(), user, by.get()))));
      }
    }
    Optional<UUID> last = successor.of(tx, user, Optional.empty());
    if (last.isPresent() && standIns.read(tx, Reference.NOTHING).last().equals(Optional.of(user))) {
      call.require(Permission.FALLBACK_MANAGE, null);
      writeDefault(tx, call, naming(Map.of("user", last)));
    }
  }

  private static Optional<UUID> replaced(Optional<UUID> person, UUID leaving, UUID by) {
    return person.map(id -> id.equals(leaving) ? by : id);
  }

  private static Body naming(Map<String, Optional<UUID>> people) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    people.forEach((member, id) -> id.ifPresent(one -> body.put(member, one.toString())));
    return Body.of(body);
  }

  private @Nullable UUID existing(Tx tx, @Nullable Reference person, String pointer) {
    if (person == null) {
      return null;
    }
    UUID id = people.find(tx, List.of(person)).get(person);
    if (id == null) {
      throw Fault.invalid(pointer, "names " + person + ", who is no user; create the user first");
    }
    return id;
  }
}
