package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Interval;
import dev.imas.core.paging.PastEscalations;
import dev.imas.core.paging.PastEscalations.About;
import dev.imas.core.paging.PastEscalations.Call;
import dev.imas.core.paging.PastEscalations.Followed;
import dev.imas.core.paging.PastEscalations.Kind;
import dev.imas.core.paging.PastEscalations.Receiver;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.PastPeople.PastPerson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts who would have been paged in both worlds, and when: follows the escalations that are over,
 * page by page of what is replayed. One thread at a time.
 */
final class Recipients {

  /** Steps that are looked at, some 10 s of work. What begins later is left out. */
  static final long MOST_STEPS = 20_000_000;

  /** Each of about 300 bytes. Others are left out. */
  static final int MOST_COUNTED = 20_000;

  private static final int NIGHT_BEGINS = 22;
  private static final int NIGHT_ENDS = 6;

  /** How often somebody is paged in one world. */
  static final class Tally {
    private final Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
    private @Nullable Instant firstAt;
    private long atNight;

    private void add(Severity severity, Instant at, boolean isNight) {
      bySeverity.merge(severity, 1L, Long::sum);
      firstAt = firstAt == null || at.isBefore(firstAt) ? at : firstAt;
      atNight += isNight ? 1 : 0;
    }

    Map<Severity, Long> bySeverity() {
      return bySeverity;
    }

    long pages() {
      return bySeverity.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Null if they are not paged. */
    @Nullable Instant firstAt() {
      return firstAt;
    }

    /** Between 22 and 6 in the person's own zone. */
    long atNight() {
      return atNight;
    }
  }

  /** How often somebody is paged. */
  static final class Tallies {
    private final Tally replayed = new Tally();
    private final Tally simulated = new Tally();

    Tally replayed() {
      return replayed;
    }

    Tally simulated() {
      return simulated;
    }
  }

  /** Journals are not kept for longer. */
  private static final Duration MOST_PAST = Duration.ofDays(400);

  private static final Duration MARGIN = Duration.ofDays(1);

  private final Instant asked;
  private final PastEscalations past;
  private final Runs then;
  private final Runs otherwise;
  private final Audiences audiences;
  private final Map<Receiver, Tallies> tallies = new HashMap<>();
  private final Set<Receiver> uncounted = new HashSet<>();
  private boolean hasEnded;
  private long steps;
  private long runsLeftOut;

  private Recipients(
      Instant asked, PastEscalations past, Runs then, Runs otherwise, Audiences audiences) {
    this.asked = asked;
    this.past = past;
    this.then = then;
    this.otherwise = otherwise;
    this.audiences = audiences;
  }

  /**
   * @param services all of the tenant
   * @param teams the owner of each
   */
  static Recipients of(
      Simulations.Asked asked,
      Map<UUID, OwnedService> services,
      Function<UUID, Optional<UUID>> teams,
      World then,
      World otherwise) {
    return new Recipients(
        asked.now(),
        new PastEscalations(lives(asked), services, teams),
        then.telling().runs(),
        otherwise.telling().runs(),
        new Audiences(asked.limit()));
  }

  /** The times of which schedules are asked. The clocks of senders and of journals differ. */
  private static Interval lives(Simulations.Asked asked) {
    Instant oldest = asked.now().minus(MOST_PAST);
    Instant newest = asked.now().plus(MARGIN);
    Instant from = asked.from().isBefore(oldest) ? oldest : asked.from();
    Instant to = asked.to().isAfter(newest) ? newest : asked.to();
    return new Interval(from.minus(MARGIN), (to.isAfter(from) ? to : from).plus(MARGIN));
  }

  /**
   * The replay ends, and what is under way with it. Nothing is said of the future.
   *
   * @param end of the window
   * @param last when the last change was received
   */
  void endAll(Instant end, Instant last) {
    Instant known = asked.isAfter(last) ? asked : last;
    Instant told = end.isBefore(known) ? end : known;
    then.endAll(told);
    otherwise.endAll(told);
    hasEnded = true;
  }

  /** What must be read before {@link #settle}. */
  Set<About> unread() {
    Set<About> unread = new HashSet<>();
    for (Runs runs : List.of(then, otherwise)) {
      for (ReplayedEscalation run : runs.over()) {
        if (!past.knows(run.about())) {
          unread.add(run.about());
        }
      }
    }
    return unread;
  }

  /** Only on a virtual thread. */
  void read(Tx tx, Set<About> unread) {
    past.read(tx, unread);
  }

  /** Follows what is over. */
  void settle() {
    then.over().forEach(run -> follow(run, true));
    otherwise.over().forEach(run -> follow(run, false));
    then.past().forEach(audiences::over);
    otherwise.past().forEach(audiences::over);
    then.clear();
    otherwise.clear();
    if (hasEnded) {
      audiences.finish();
    }
  }

  private void follow(ReplayedEscalation run, boolean isReplayed) {
    if (steps >= MOST_STEPS || !past.canTell(run.about())) {
      runsLeftOut++;
      return;
    }
    Followed followed = past.follow(run.about(), run.labels(), run.start(), run.end());
    steps += 1 + followed.asked();
    for (Call call : followed.calls()) {
      for (Receiver receiver : call.receivers()) {
        run.audience().hear(receiver, call.at());
        Tallies of = tallies(receiver);
        if (of != null) {
          (isReplayed ? of.replayed : of.simulated)
              .add(run.about().severity(), call.at(), isNight(receiver, call.at()));
        }
      }
    }
  }

  private @Nullable Tallies tallies(Receiver receiver) {
    Tallies known = tallies.get(receiver);
    if (known == null && tallies.size() < MOST_COUNTED) {
      known = new Tallies();
      tallies.put(receiver, known);
    } else if (known == null && uncounted.size() < MOST_COUNTED) {
      uncounted.add(receiver);
    }
    return known;
  }

  private boolean isNight(Receiver receiver, Instant at) {
    ZoneId zone = zone(receiver);
    if (zone == null) {
      return false;
    }
    int hour = at.atZone(zone).getHour();
    return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
  }

  private @Nullable ZoneId zone(Receiver receiver) {
    return person(receiver).map(PastPerson::zone).orElse(null);
  }

  /** Empty for a channel. */
  Optional<PastPerson> person(Receiver receiver) {
    return receiver.kind() == Kind.PERSON ? past.people().find(receiver.id()) : Optional.empty();
  }

  Map<Receiver, Tallies> tallies() {
    return tallies;
  }

  Audiences audiences() {
    return audiences;
  }

  /** How many receivers are not among {@link #tallies}, as far as these are counted. */
  int uncounted() {
    return uncounted.size();
  }

  /** How many escalations were not followed, as there were too many. */
  long runsLeftOut() {
    return runsLeftOut;
  }
}
