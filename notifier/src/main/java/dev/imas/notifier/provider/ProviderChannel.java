package dev.imas.notifier.provider;

import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Attempted;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel that sends by the tenant's providers, in their order. The next one is tried in the same
 * attempt when a provider certainly did not take the message, and for a SEV1 or SEV2 also when that
 * is not known (NTF-26, NTF-27).
 */
final class ProviderChannel implements Channel {

  private static final Logger log = LoggerFactory.getLogger(ProviderChannel.class);

  /** What any provider may send: the first that is active. */
  private static final String ANY = "any";

  /** How long a message waits that finds all slots taken, or providers that cannot be read. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final InstalledKind kind;
  private final Channel own;
  private final ProviderDesk desk;
  private final ProviderCards cards;

  ProviderChannel(InstalledKind kind, Channel own, ProviderDesk desk) {
    this.kind = kind;
    this.own = own;
    this.desk = desk;
    this.cards = new ProviderCards(desk, kind);
  }

  @Override
  public Future<Outcome> send(Message message) {
    return attempt(message).map(Attempted::outcome);
  }

  @Override
  public Future<Attempted> attempt(Message message) {
    return desk.providers()
        .of(message.tenant(), kind)
        .compose(
            all -> {
              List<OpenProvider> chosen = chosen(all, message);
              return chosen.isEmpty()
                  ? without(all, message)
                  : new ProviderAttempt(desk, chosen, message, isTest(chosen, message)).run();
            },
            failure -> {
              log.atDebug().setCause(failure).log("Providers cannot be read");
              return Future.succeededFuture(Attempted.plainly(new Outcome.Deferred(SOON)));
            });
  }

  /** Those that may be tried, in order. */
  private List<OpenProvider> chosen(List<OpenProvider> all, Message message) {
    for (OpenProvider one : all) {
      if (one.id().equals(message.receiver())) {
        return List.of(one);
      }
    }
    List<OpenProvider> active = new ArrayList<>(all.stream().filter(p -> p.isActive()).toList());
    String name = message.address();
    active.removeIf(p -> !kind.sends(p.type(), name));
    if (kind.isPlace(name)) {
      if (!name.equalsIgnoreCase(ANY)) {
        active.removeIf(p -> !p.name().equalsIgnoreCase(name));
      }
      // Another place would be told of what it never heard of.
      return active.isEmpty() ? List.of() : List.of(active.getFirst());
    }
    if (message.isUrgent() && !active.isEmpty()) {
      // A provider that does not answer has used up the time of the attempt before.
      Collections.rotate(active, -((message.attempt() - 1) % active.size()));
    }
    return active;
  }

  private static boolean isTest(List<OpenProvider> chosen, Message message) {
    return chosen.getFirst().id().equals(message.receiver());
  }

  private Future<Attempted> without(List<OpenProvider> all, Message message) {
    if (kind.isPlace() && !all.isEmpty()) {
      return Future.succeededFuture(
          Attempted.plainly(
              Outcome.Refused.because(
                  kind.isPlace(message.address())
                      ? "there is no active "
                          + kind.type()
                          + " provider named "
                          + SafeText.line(message.address(), 100)
                      : "no active "
                          + kind.type()
                          + " provider can write to a person; "
                          + kind.mend())));
    }
    return own.send(message).map(Attempted::plainly);
  }

  @Override
  public boolean hasCards() {
    return kind.hasCards();
  }

  @Override
  public Future<CardUpdate> update(Message message, Card card) {
    return cards.update(message, card);
  }

  /** The limits are those of each provider, and of what is set on this notifier. */
  @Override
  public int concurrency() {
    return own.concurrency();
  }

  @Override
  public boolean takesDigests() {
    return kind.takesDigests();
  }

  @Override
  public Future<Void> close() {
    return own.close();
  }
}
