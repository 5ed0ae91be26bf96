package dev.imas.core.link;

import dev.imas.core.grant.CallerRepository;
import dev.imas.core.grant.ReaderRepository;
import dev.imas.core.http.Principal;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.incident.IncidentReplies.Reply;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentView;
import dev.imas.core.link.LinkRepository.Link;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Phrases;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Reads and uses the links of messages. Only on a virtual thread. A link that is unknown, expired,
 * of somebody who is gone, or about an incident that is gone, is simply not there.
 */
public final class Links {

  /** In the metadata of the timeline's entry. */
  private static final String VIA = "link";

  /** Kept a little, so that a person is told the same for a while. */
  private static final Duration KEPT = Duration.ofHours(1);

  /**
   * What a link is about, at this moment.
   *
   * @param phrases of the person
   */
  record Subject(Link link, Principal person, IncidentView incident, Phrases phrases) {}

  /** What became of an answer. */
  sealed interface Answered {
    Subject subject();

    /** The incident has just changed. */
    record Done(Subject subject, Act act) implements Answered {}

    /** It was done before: by this link, by another, or by somebody else. */
    record Again(Subject subject, Act act) implements Answered {}

    /** The incident is past it, or the person may not. */
    record Refused(Subject subject, Fault fault) implements Answered {}
  }

  private static final class UsedBefore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsedBefore() {
      super("the link was used for this before", null, false, false);
    }
  }

  private final Transactions transactions;
  private final IncidentReplies replies;
  private final InstantSource clock;
  private final LinkRepository links = new LinkRepository();
  private final CallerRepository callers = new CallerRepository();
  private final ReaderRepository readers = new ReaderRepository();

  public Links(Transactions transactions, IncidentReplies replies, InstantSource clock) {
    this.transactions = transactions;
    this.replies = replies;
    this.clock = clock;
  }

  /** What the link with this token is about. It changes nothing. */
  Optional<Subject> look(String token) {
    Instant now = clock.instant();
    byte[] hash = Credential.hash(token);
    return transactions
        .runUnbound(tx -> links.find(tx, hash))
        .await()
        .filter(link -> link.expiresAt().isAfter(now))
        .flatMap(link -> subject(link, now));
  }

  private Optional<Subject> subject(Link link, Instant now) {
    return transactions.call(
        link.tenant(),
        tx -> {
          Optional<Principal> person = callers.find(tx, link.tenant(), link.user(), now).await();
          Optional<IncidentView> incident = replies.find(tx, link.incident()).await();
          return person.flatMap(
              p ->
                  incident.map(
                      i -> new Subject(link, p, i, readers.reader(tx, link.user(), null))));
        });
  }

  /** Does what the person asks for, at most once; empty if the link is not there. */
  Optional<Answered> answer(String token, Act act) {
    return look(token).map(subject -> answer(token, subject, act));
  }

  private Answered answer(String token, Subject subject, Act act) {
    Link link = subject.link;
    if (!link.acts().contains(act)) {
      return new Answered.Refused(
          subject, Fault.invalid("action", "this link is not for the action " + act.wireName()));
    }
    Reply reply = new Reply(act, subject.person, link.incident().toString(), null, VIA);
    try {
      Incident ignored = replies.apply(reply, (tx, at) -> take(tx, link, act, at)).await();
      return new Answered.Done(look(token).orElse(subject), act);
    } catch (UsedBefore e) {
      return new Answered.Again(look(token).orElse(subject), act);
    } catch (Fault fault) {
      Subject after = look(token).orElse(subject);
      return switch (fault.kind()) {
        // Another link, or another person, was first.
        case CONFLICT ->
            isPast(after, act)
                ? new Answered.Again(after, act)
                : new Answered.Refused(after, fault);
        case FORBIDDEN -> new Answered.Refused(after, fault);
        default -> throw fault;
      };
    }
  }

  private static boolean isPast(Subject subject, Act act) {
    IncidentStatus status = subject.incident.status();
    return act == Act.ACKNOWLEDGE ? status != IncidentStatus.TRIGGERED : !status.isOpen();
  }

  private Future<Void> take(Tx tx, Link link, Act act, Instant at) {
    return links
        .use(tx, link.id(), act, at)
        .compose(first -> first ? Future.succeededFuture() : Future.failedFuture(new UsedBefore()));
  }

  /** Removes links that have expired; a timer calls it. */
  public Future<Void> forget(Tx tx) {
    return links.forget(tx, clock.instant().minus(KEPT));
  }
}
