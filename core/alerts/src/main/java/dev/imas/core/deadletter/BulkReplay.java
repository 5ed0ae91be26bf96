package dev.imas.core.deadletter;

import dev.imas.core.access.Permission;
import dev.imas.core.deadletter.DeadLetterRepository.Brief;
import dev.imas.core.deadletter.DeadLetterRepository.DeadLetterView;
import dev.imas.core.deadletter.DeadLetterRepository.Filter;
import dev.imas.core.deadletter.LetterReplay.Outcome;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.source.SourceRepository;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /dead-letters/replay}: has gateways read dead letters again, many at once, the oldest
 * first and one after the other. A request ends soon, whatever gateways do; the next one goes on
 * where it ended. Each letter is marked with its own commit, so nothing is lost or read twice
 * wherever this stops.
 */
final class BulkReplay {

  /** Looked at by one request. */
  private static final int MOST = 1_000;

  private static final int USUAL = 200;
  private static final int LONGEST_REASON = 200;

  /** No letter is begun later than that; the last one may take as long again. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /** How long to wait before a gateway that refused is asked again. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1));

  private static final String CUT = "only the beginning was kept; have the sender post it again";

  private static final String GONE = "its retention ended meanwhile";

  private final Transactions transactions;
  private final DeadLetterRepository letters;
  private final SourceRepository sources;
  private final LetterReplay replay;
  private final Vertx vertx;

  BulkReplay(
      Transactions transactions,
      DeadLetterRepository letters,
      SourceRepository sources,
      LetterReplay replay,
      Vertx vertx) {
    this.transactions = transactions;
    this.letters = letters;
    this.sources = sources;
    this.replay = replay;
    this.vertx = vertx;
  }

  void mount(Api api) {
    api.post("/dead-letters/replay", Permission.DEAD_LETTER_REPLAY, this::replay);
  }

  /** What a request asks for, before the source is looked up. */
  private record Asked(
      @Nullable String source,
      @Nullable String kind,
      @Nullable String reason,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable UUID after,
      int limit,
      boolean dryRun) {

    boolean isAll() {
      return source == null && kind == null && reason == null && from == null && to == null;
    }

    Map<String, Object> audited(LetterTally tally) {
      Map<String, Object> kept = new LinkedHashMap<>();
      put(kept, "source", source);
      put(kept, "kind", kind);
      put(kept, "reason", reason);
      put(kept, "from", from);
      put(kept, "to", to);
      kept.put("replayed", tally.replayed());
      kept.put("left", tally.leftCount());
      return kept;
    }

    private static void put(Map<String, Object> kept, String name, @Nullable Object value) {
      if (value != null) {
        kept.put(name, value.toString());
      }
    }
  }

  private Answer replay(Call call) {
    Asked asked = asked(call.body());
    Filter filter = transactions.call(call.tenant(), tx -> filter(tx, asked));
    List<Brief> found =
        transactions.call(
            call.tenant(), tx -> letters.waiting(tx, filter, asked.after, asked.limit).await());
    LetterTally tally = new LetterTally(asked.dryRun, asked.after);
    if (asked.dryRun) {
      for (Brief letter : found) {
        if (letter.cut()) {
          tally.left(letter.id(), CUT);
        } else {
          tally.replayed(letter.id());
        }
      }
    } else {
      replay(call, found, tally);
    }
    return Answer.ok(
        transactions.call(call.tenant(), tx -> summary(call, tx, asked, filter, tally)));
  }

  private static Asked asked(Body body) {
    body.only("source", "kind", "reason", "from", "to", "after", "limit", "dry_run");
    Asked asked =
        new Asked(
            body.text("source", 200),
            kind(body),
            body.text("reason", LONGEST_REASON),
            body.time("from"),
            body.time("to"),
            body.uuid("after"),
            body.whole("limit", 1, MOST, USUAL),
            body.flag("dry_run", false));
    if (asked.isAll() && !asked.dryRun) {
      body.fault(
          "/from",
          "is missing: say which dead letters by source, kind, reason, from or to, or set dry_run");
    }
    body.throwIfFaulty();
    return asked;
  }

  private static @Nullable String kind(Body body) {
    String text = body.text("kind", 20);
    if (text == null) {
      return null;
    }
    for (LetterKind kind : LetterKind.values()) {
      if (kind.name().equalsIgnoreCase(text)) {
        return kind.name().toLowerCase(Locale.ROOT);
      }
    }
    body.fault("/kind", "must be element, rejected or body");
    return null;
  }

  private Filter filter(Tx tx, Asked asked) {
    UUID source = null;
    if (asked.source != null) {
      Reference named = Reference.of(asked.source.strip());
      source =
          sources
              .findId(tx, named)
              .await()
              .orElseThrow(
                  () -> Fault.invalid("/source", "names " + asked.source + ", which is none"));
    }
    return new Filter(source, asked.kind, false, asked.reason, asked.from, asked.to);
  }

  /** A letter to which no gateway had an answer. */
  private record Unanswered(UUID id, Fault fault) {}

  /**
   * Goes on after a letter to which no gateway has an answer, since it may be about that letter.
   * Where the next one has none either, it stops before both.
   *
   * @throws Fault if it stops at the first letter; later, the tally says why it stopped
   */
  private void replay(Call call, List<Brief> found, LetterTally tally) {
    long begun = System.nanoTime();
    Unanswered before = null;
    for (Brief brief : found) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        break;
      }
      Outcome outcome = outcome(call, brief);
      if (outcome instanceof Outcome.Unknown unknown) {
        if (before != null) {
          break;
        }
        before = new Unanswered(brief.id(), unknown.fault());
        continue;
      }
      if (before != null) {
        tally.left(before.id, before.fault.detail());
        before = null;
      }
      if (outcome instanceof Outcome.Refused refused) {
        tally.left(brief.id(), refused.reason());
      } else {
        tally.replayed(brief.id());
      }
    }
    if (before != null) {
      if (tally.looked() == 0) {
        throw before.fault;
      }
      tally.stopped(before.fault.detail());
    }
  }

  private Outcome outcome(Call call, Brief brief) {
    if (brief.cut()) {
      return new Outcome.Refused(Fault.conflict(CUT), CUT);
    }
    Optional<DeadLetterView> letter =
        transactions.call(call.tenant(), tx -> letters.find(tx, brief.id()).await());
    return letter.isEmpty()
        ? new Outcome.Refused(Fault.conflict(GONE), GONE)
        : ask(call, letter.get());
  }

  /** A gateway may start just now, or have used up the tenant's share of routing time. */
  private Outcome ask(Call call, DeadLetterView letter) {
    long begun = System.nanoTime();
    for (Duration pause : PAUSES) {
      Outcome outcome = replay.of(call.tenant(), letter, call.author(), left(begun));
      if (!(outcome instanceof Outcome.Unknown) || left(begun).compareTo(pause) <= 0) {
        return outcome;
      }
      vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).await();
    }
    return replay.of(call.tenant(), letter, call.author(), left(begun));
  }

  private static Duration left(long begun) {
    return LONGEST.minusNanos(System.nanoTime() - begun);
  }

  private LetterTally.Summary summary(
      Call call, Tx tx, Asked asked, Filter filter, LetterTally tally) {
    if (!asked.dryRun && tally.looked() > 0) {
      call.audit(
          tx,
          new Audit.Change(
              new Audit.Subject("dead_letter", null), "replay", null, asked.audited(tally)));
    }
    return tally.summary(letters.count(tx, filter, tally.last()).await());
  }
}
