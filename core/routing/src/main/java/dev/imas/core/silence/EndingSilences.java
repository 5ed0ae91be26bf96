package dev.imas.core.silence;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.silence.EndingSilenceRepository.Ending;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells whoever made a silence that it ends within a quarter of an hour while its alerts fire: they
 * will page then. Once for each end, and once for all that one person has made. Where no person has
 * made it, its page alone says so. Only for virtual threads.
 */
public final class EndingSilences {

  /** A shorter one was made a moment ago. */
  private static final Duration LEAST = Duration.ofMinutes(30);

  /** Of a tenant, at once. */
  private static final int BATCH = 500;

  private static final int NAMED = 5;
  private static final int LONGEST_COMMENT = 120;

  private final EndingSilenceRepository silences = new EndingSilenceRepository();
  private final Transactions transactions;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final InstantSource clock;

  public EndingSilences(
      Transactions transactions, Notices notices, NoticeReceivers receivers, InstantSource clock) {
    this.transactions = transactions;
    this.notices = notices;
    this.receivers = receivers;
    this.clock = clock;
  }

  public Future<String> tell() {
    Instant now = clock.instant();
    int told = 0;
    int last;
    do {
      last = transactions.runUnbound(tx -> Future.succeededFuture(tell(tx, now))).await();
      told += Math.max(0, last);
    } while (last >= 0);
    return Future.succeededFuture(told + " notified");
  }

  /**
   * Those of one tenant.
   *
   * @return how many people were told; negative if there was no silence
   */
  private int tell(Tx tx, Instant now) {
    List<Ending> ending = silences.claim(tx, now, SilenceRepository.SOON, LEAST, BATCH);
    if (ending.isEmpty()) {
      return -1;
    }
    transactions.enter(tx, ending.getFirst().tenant()).await();
    Map<String, UUID> people = silences.people(tx, ending);
    Map<UUID, List<Ending>> byPerson = new LinkedHashMap<>();
    for (Ending one : ending) {
      UUID person = one.madeBy(people);
      if (person != null) {
        byPerson.computeIfAbsent(person, any -> new ArrayList<>()).add(one);
      }
    }
    byPerson.forEach(
        (person, of) -> {
          Notice notice = notice(of);
          notices.send(tx, notice, receivers.ofUsers(tx, List.of(person), notice.urgency()));
        });
    return byPerson.size();
  }

  private static Notice notice(List<Ending> of) {
    Ending first = of.getFirst();
    Saying text = Saying.NOTHING;
    for (Ending one : of.subList(0, Math.min(NAMED, of.size()))) {
      text =
          text.line(
              Saying.of(
                  "silence.ends.one",
                  one.hides(),
                  one.endsAt().truncatedTo(ChronoUnit.SECONDS),
                  cut(one.comment())));
    }
    if (of.size() > NAMED) {
      text = text.line(Saying.of("silence.ends.others", of.size() - NAMED));
    }
    return new Notice(
        NoticeKind.SILENCE,
        first.id(),
        "ends " + first.endsAt(),
        Severity.SEV3_MEDIUM,
        of.size() == 1 ? Saying.of("silence.ends") : Saying.of("silence.ends.more", of.size()),
        text.line(Saying.of("silence.ends.then")),
        "/silences");
  }

  private static String cut(String comment) {
    String line = comment.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_COMMENT ? line : line.substring(0, LONGEST_COMMENT - 1) + "…";
  }
}
