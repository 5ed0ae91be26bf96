package dev.imas.core.drill;

import dev.imas.core.drill.Drill.State;
import dev.imas.core.drill.DrillRepository.Link;
import dev.imas.core.grant.ReaderRepository;
import dev.imas.core.link.OtherLinks;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends drills that somebody acknowledges: over the API, or by the link of a message. */
public final class DrillEnd implements OtherLinks {

  /** A link that is older is not there any more. */
  private static final Duration VALID = Duration.ofDays(2);

  private final Transactions transactions;
  private final Timers timers;
  private final InstantSource clock;
  private final DrillRepository drills = new DrillRepository();
  private final ReaderRepository readers = new ReaderRepository();

  public DrillEnd(Transactions transactions, Timers timers, InstantSource clock) {
    this.transactions = transactions;
    this.timers = timers;
    this.clock = clock;
  }

  /**
   * @param by who acknowledges it
   * @return whether it was running
   */
  boolean acknowledge(Tx tx, UUID id, String by, Instant at) {
    // The drill first, then its timer, as whoever fires it does.
    List<Drill> locked = drills.lock(tx, List.of(id));
    boolean ended = drills.end(tx, id, State.ACKNOWLEDGED, at, by);
    if (ended) {
      DrillReporter.ended(tx, timers, locked.getFirst());
    }
    timers.cancel(tx, DrillTimer.KIND, List.of(id.toString())).await();
    return ended;
  }

  @Override
  public Optional<Shown> look(String token) {
    return link(token)
        .flatMap(
            link ->
                transactions.call(
                    new TenantId(link.tenant()),
                    tx ->
                        drills
                            .find(tx, link.drill())
                            .map(drill -> shown(drill, link, reader(tx, link), null))));
  }

  @Override
  public Optional<Shown> act(String token) {
    return link(token)
        .flatMap(
            link ->
                transactions.call(
                    new TenantId(link.tenant()),
                    tx -> {
                      boolean ended = acknowledge(tx, link.drill(), link.name(), clock.instant());
                      return drills
                          .find(tx, link.drill())
                          .map(
                              drill ->
                                  shown(
                                      drill,
                                      link,
                                      reader(tx, link),
                                      ended ? "page.drill.done" : "page.drill.over"));
                    }));
  }

  private Optional<Link> link(String token) {
    byte[] hash = Credential.hash(token);
    return transactions.runUnbound(tx -> drills.findLink(tx, hash)).await();
  }

  /** A drill tells people by their names; whoever else got the link reads as the tenant does. */
  private Phrases reader(Tx tx, Link link) {
    UUID person = drills.personOf(tx, link.name());
    return readers.reader(tx, person == null ? link.drill() : person, null);
  }

  private Shown shown(Drill drill, Link link, Phrases phrases, @Nullable String said) {
    boolean runs =
        drill.state() == State.RUNNING && drill.startedAt().plus(VALID).isAfter(clock.instant());
    return new Shown(
        phrases.language(),
        phrases.say("page.drill", drill.serviceName()),
        Optional.ofNullable(said).map(phrases::say),
        List.of(
            phrases.say(
                "page.drill.text",
                drill.policyName(),
                Words.shortName(drill.severity()),
                drill.serviceName()),
            phrases.say("page.drill.sent", link.name())),
        runs ? Optional.of(phrases.say("page.drill.go")) : Optional.empty());
  }
}
