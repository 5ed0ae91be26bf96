package dev.imas.notifier.provider;

import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.throttle.ProviderGate;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes cards by the provider that posted them, through the same circuits and slots as messages.
 * No other one may change them, so there is no failover.
 */
final class ProviderCards {

  private static final Logger log = LoggerFactory.getLogger(ProviderCards.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final ProviderDesk desk;
  private final InstalledKind kind;

  ProviderCards(ProviderDesk desk, InstalledKind kind) {
    this.desk = desk;
    this.kind = kind;
  }

  Future<CardUpdate> update(Message message, Card card) {
    return desk.providers()
        .of(message.tenant(), kind)
        .compose(
            all ->
                all.stream()
                    .filter(one -> one.id().equals(card.provider()) && one.isActive())
                    .findFirst()
                    .map(provider -> update(provider, message, card))
                    .orElseGet(
                        () ->
                            Future.succeededFuture(
                                new CardUpdate.Gone("its provider was deleted or is not active"))),
            failure -> {
              log.atDebug().setCause(failure).log("Providers cannot be read");
              return Future.succeededFuture(CardUpdate.putOff(SOON));
            });
  }

  private Future<CardUpdate> update(OpenProvider provider, Message message, Card card) {
    // Pages go first: an update never takes one of the slots that are kept for the urgent ones.
    return switch (provider.gate().enter(false, desk.clock().instant())) {
      case FULL -> Future.succeededFuture(CardUpdate.putOff(SOON));
      case LEFT_ALONE ->
          Future.succeededFuture(
              new CardUpdate.NotShown(
                  Outcome.Retry.notTaken("not tried, since it has stopped answering", null, null)));
      case OPENED -> through(provider, message, card);
    };
  }

  private Future<CardUpdate> through(OpenProvider provider, Message message, Card card) {
    return Future.<Void>succeededFuture()
        .compose(now -> provider.channel().update(message, card))
        .otherwise(failure -> unexpected(provider, failure))
        .onSuccess(update -> ended(provider, update));
  }

  private void ended(OpenProvider provider, CardUpdate update) {
    ProviderGate gate = provider.gate();
    switch (update) {
      case CardUpdate.Shown shown -> {
        gate.ended(true, desk.clock().instant());
        desk.reports().tried(provider, new Outcome.Accepted(null, shown.status()));
      }
      case CardUpdate.Gone gone -> gate.ended(true, desk.clock().instant());
      case CardUpdate.NotShown not -> {
        if (not.outcome() instanceof Outcome.Deferred) {
          gate.endedUntried();
          return;
        }
        // A limited rate is the chat's as often as the provider's.
        boolean answered =
            !(not.outcome() instanceof Outcome.Retry retry)
                || Integer.valueOf(429).equals(retry.status());
        gate.ended(answered, desk.clock().instant());
        desk.reports().tried(provider, not.outcome());
      }
    }
  }

  private static CardUpdate unexpected(OpenProvider provider, Throwable failure) {
    log.atError()
        .addKeyValue("provider", provider.id())
        .addKeyValue("type", provider.type())
        .setCause(failure)
        .log("A card failed with an error that it should have turned into an outcome");
    return new CardUpdate.NotShown(Outcome.Retry.because("unexpected failure of the channel"));
  }
}
