package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Part;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Layer;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.schedule.SwapRepository.State;
import dev.imas.core.schedule.SwapRepository.Swap;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /schedules/{schedule}/swaps}: a shift that another agrees to take. */
public final class SwapRoutes {

  private final Transactions transactions;
  private final Swaps swapping;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final SwapRepository swaps = new SwapRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  public SwapRoutes(Transactions transactions, Swaps swapping, InstantSource clock) {
    this.transactions = transactions;
    this.swapping = swapping;
    this.clock = clock;
  }

  public void mount(Api api) {
    String all = "/schedules/{schedule}/swaps";
    api.get(all, Permission.ON_CALL_READ, this::list);
    api.post(all, Permission.SWAP_ASK, this::ask);
    api.get(all + "/{id}", Permission.ON_CALL_READ, this::get);
    api.post(all + "/{id}/accept", Permission.SWAP_ASK, this::accept);
    api.post(all + "/{id}/decline", Permission.SWAP_ASK, this::decline);
    api.post(all + "/{id}/withdraw", Permission.SWAP_ASK, this::withdraw);
  }

  record ShownPart(int level, Instant from, Instant until) {}

  /**
   * @param user whose shift it is
   * @param with who is asked to take it
   * @param inReturn the shift of the other that the user takes
   * @param scheduleVersion of which the shifts are
   */
  record ShownSwap(
      UUID id,
      String state,
      ScheduleViews.User user,
      ScheduleViews.User with,
      int level,
      Instant from,
      Instant until,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShownPart inReturn,
      String note,
      int scheduleVersion,
      Instant madeAt,
      String madeBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String endedBy) {}

  private Answer list(Call call) {
    Query query = call.query("state", "limit", "cursor");
    String[] chosen = query.choices("state", State.class);
    String[] states =
        chosen == null
            ? null
            : Stream.of(chosen).map(s -> s.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    ListRange paging = query.paging();
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID schedule = schedules.existing(tx, call.reference("schedule")).id();
          List<Swap> found = swaps.list(tx, schedule, states, paging.afterId(), paging.fetch());
          return Answer.page(shown(tx, found), paging, ShownSwap::id);
        });
  }

  private Answer get(Call call) {
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID schedule = schedules.existing(tx, call.reference("schedule")).id();
          UUID id = call.pathId("id");
          return Answer.ok(shown(tx, swaps.find(tx, schedule, id).orElseThrow(() -> none(id))));
        });
  }

  private static Fault none(UUID id) {
    return Fault.notFound("there is no swap " + id);
  }

  private record Asked(int level, Instant from) {}

  /**
   * @param user whose shift it is; null for the caller's own
   */
  private record Draft(
      @Nullable Reference user,
      Reference with,
      Asked given,
      @Nullable Asked inReturn,
      String note) {}

  private Answer ask(Call call) {
    Draft draft = draft(call.body());
    Instant now = clock.instant();
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, call.reference("schedule"));
          UUID giver = giver(call, tx, of, draft.user);
          UUID taker = existing(tx, draft.with, "/with");
          if (giver.equals(taker)) {
            throw Fault.conflict("the shift is theirs already; name somebody else in with");
          }
          Asked given = draft.given;
          Asked back = draft.inReturn;
          Swap swap =
              new Swap(
                  id,
                  of.id(),
                  of.version(),
                  giver,
                  taker,
                  swapping.shift(tx, of.id(), giver, given.level, given.from, "/from"),
                  back == null
                      ? null
                      : swapping.shift(
                          tx, of.id(), taker, back.level, back.from, "/in_return/from"),
                  draft.note,
                  State.OPEN,
                  null,
                  null,
                  now,
                  call.author(),
                  null,
                  null);
          swapping.ask(tx, of, swap);
          ShownSwap shown = shown(tx, swap);
          call.audit(tx, Audit.Change.create(new Audit.Subject("swap", id), shown));
          return Answer.created(Api.BASE + "/schedules/" + of.id() + "/swaps/" + id, shown);
        });
  }

  private static Draft draft(Body body) {
    body.only("user", "with", "level", "from", "in_return", "note");
    String user = body.text("user", 200);
    Instant from = body.time("from");
    if (from == null) {
      body.fault("/from", "is missing; send the start of the shift that the other is to take");
    }
    Draft draft =
        new Draft(
            user == null || user.isBlank() ? null : Reference.of(user.strip()),
            body.requiredReference("with"),
            new Asked(
                body.whole("level", 1, Layer.MOST_LEVELS, 1), from == null ? Instant.EPOCH : from),
            inReturn(body),
            body.text("note", 1_000, ""));
    body.throwIfFaulty();
    return draft;
  }

  private static @Nullable Asked inReturn(Body body) {
    JsonNode node = body.present("in_return");
    if (node == null) {
      return null;
    }
    Part part = Part.of(node, "/in_return", body::fault);
    if (part == null) {
      return null;
    }
    part.only("level", "from");
    int level = part.whole("level", 1, Layer.MOST_LEVELS, 1);
    String expected = "the start of a shift of the other, such as 2026-01-02T03:04:05Z";
    Instant from = part.value("from", expected, text -> OffsetDateTime.parse(text).toInstant());
    if (from == null) {
      if (!part.has("from")) {
        part.fault("from", "is missing; send " + expected);
      }
      return null;
    }
    return new Asked(level, from);
  }

  /** The caller, or somebody for whom the caller may make overrides. */
  private UUID giver(Call call, Tx tx, ScheduleView of, @Nullable Reference user) {
    Principal.Person self = call.principal().person();
    if (user == null) {
      if (self == null) {
        throw Fault.invalid("/user", "is missing; a token without a user has no shifts of its own");
      }
      return self.id();
    }
    UUID giver = existing(tx, user, "/user");
    if (self == null || !self.id().equals(giver)) {
      call.require(Permission.OVERRIDE_MANAGE, of.team());
    }
    return giver;
  }

  private UUID existing(Tx tx, Reference person, String pointer) {
    UUID id = people.find(tx, List.of(person)).get(person);
    if (id == null) {
      throw Fault.invalid(pointer, "names " + person + ", who is no user; create the user first");
    }
    return id;
  }

  private Answer accept(Call call) {
    return answer(
        call,
        "accept",
        Swap::taker,
        (tx, of, swap) -> swapping.accept(tx, of, swap, call.author()));
  }

  private Answer decline(Call call) {
    return answer(
        call,
        "decline",
        Swap::taker,
        (tx, of, swap) -> swapping.refuse(tx, of, swap, State.DECLINED, call.author()));
  }

  private Answer withdraw(Call call) {
    return answer(
        call,
        "withdraw",
        Swap::giver,
        (tx, of, swap) -> swapping.refuse(tx, of, swap, State.WITHDRAWN, call.author()));
  }

  @FunctionalInterface
  private interface Ending {
    Swap of(Tx tx, ScheduleView schedule, Swap swap);
  }

  private Answer answer(Call call, String verb, Function<Swap, UUID> whose, Ending ending) {
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, call.reference("schedule"));
          UUID id = call.pathId("id");
          Swap swap = swaps.lock(tx, of.id(), id).orElseThrow(() -> none(id));
          mustBe(call, tx, whose.apply(swap), verb, of);
          if (swap.state() != State.OPEN) {
            throw Fault.conflict("the swap is " + swap.state().wireName() + " already");
          }
          ShownSwap before = shown(tx, swap);
          ShownSwap after = shown(tx, ending.of(tx, of, swap));
          call.audit(tx, new Audit.Change(new Audit.Subject("swap", id), verb, before, after));
          return Answer.ok(after);
        });
  }

  /** Nobody agrees for another. Who may make overrides may withdraw for another. */
  private void mustBe(Call call, Tx tx, UUID person, String verb, ScheduleView of) {
    Principal.Person self = call.principal().person();
    boolean isOneself = self != null && self.id().equals(person);
    boolean mayForOthers =
        verb.equals("withdraw") && call.may(Permission.OVERRIDE_MANAGE, of.team());
    if (!isOneself && !mayForOthers) {
      throw Fault.conflict(
          "only "
              + ScheduleViews.user(person, people.named(tx, List.of(person))).username()
              + " can "
              + verb
              + " this swap");
    }
  }

  private ShownSwap shown(Tx tx, Swap swap) {
    return shown(tx, List.of(swap)).getFirst();
  }

  private List<ShownSwap> shown(Tx tx, List<Swap> found) {
    Map<UUID, Person> named =
        people.named(tx, found.stream().flatMap(s -> Stream.of(s.giver(), s.taker())).toList());
    return found.stream().map(swap -> shown(swap, named)).toList();
  }

  private static ShownSwap shown(Swap swap, Map<UUID, Person> named) {
    SwapRepository.Part back = swap.inReturn();
    return new ShownSwap(
        swap.id(),
        swap.state().wireName(),
        ScheduleViews.user(swap.giver(), named),
        ScheduleViews.user(swap.taker(), named),
        swap.given().level(),
        swap.given().when().from(),
        swap.given().when().until(),
        back == null ? null : new ShownPart(back.level(), back.when().from(), back.when().until()),
        swap.note(),
        swap.version(),
        swap.madeAt(),
        swap.madeBy(),
        swap.endedAt(),
        swap.endedBy());
  }
}
