package dev.imas.notifier.provider;

import dev.imas.core.bus.PageContent;
import dev.imas.notifier.channel.Attempted;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.provider.ProviderMeters.Reason;
import dev.imas.notifier.throttle.ProviderGate;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a message, with one provider after the other, in the time of one. It is used once.
 */
final class ProviderAttempt {

  private static final Logger log = LoggerFactory.getLogger(ProviderAttempt.class);

  /** With less time than this left, the next provider is for the next attempt. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private static final Duration FULL = Duration.ofSeconds(1);

  /** What one provider answered. */
  private record Said(OpenProvider provider, Outcome outcome) {}

  private final ProviderDesk desk;
  private final List<OpenProvider> providers;
  private final Message message;
  private final boolean isTest;
  private final long begun = System.nanoTime();
  private final List<Said> said = new ArrayList<>();
  private boolean anyFull;
  private boolean anyTried;

  /**
   * @param providers in the order in which they are tried, at least one
   * @param isTest of the only provider: it is tried whatever its circuit
   */
  ProviderAttempt(
      ProviderDesk desk, List<OpenProvider> providers, Message message, boolean isTest) {
    this.desk = desk;
    this.providers = providers;
    this.message = message;
    this.isTest = isTest;
  }

  Future<Attempted> run() {
    return from(0);
  }

  private Future<Attempted> from(int index) {
    if (index >= providers.size()) {
      return Future.succeededFuture(failed());
    }
    OpenProvider provider = providers.get(index);
    boolean isLast = index + 1 == providers.size();
    switch (enter(provider)) {
      case OPENED -> {}
      case FULL -> {
        anyFull = true;
        return next(index, provider, Reason.LEFT_ALONE, isLast);
      }
      case LEFT_ALONE -> {
        said.add(
            new Said(
                provider,
                Outcome.Retry.notTaken("not tried, since it has stopped answering", null, null)));
        return next(index, provider, Reason.LEFT_ALONE, isLast);
      }
    }
    anyTried = true;
    return send(provider)
        .compose(
            outcome -> {
              if (outcome instanceof Outcome.Accepted) {
                return Future.succeededFuture(
                    new Attempted(outcome, provider.id(), said.isEmpty() ? null : words()));
              }
              if (outcome instanceof Outcome.Deferred && said.isEmpty()) {
                return Future.succeededFuture(new Attempted(outcome, provider.id(), null));
              }
              said.add(new Said(provider, outcome));
              Reason reason = mayHaveArrived(outcome) ? Reason.UNCERTAIN : Reason.REFUSED;
              boolean goesOn =
                  (reason == Reason.REFUSED || message.isUrgent()) && left().compareTo(LEAST) >= 0;
              return goesOn
                  ? next(index, provider, reason, isLast)
                  : Future.succeededFuture(failed());
            });
  }

  private ProviderGate.Entry enter(OpenProvider provider) {
    if (isTest) {
      provider.gate().enterAnyway();
      return ProviderGate.Entry.OPENED;
    }
    return isDrill()
        ? provider.gate().enterAside(message.isUrgent(), desk.clock().instant())
        : provider.gate().enter(message.isUrgent(), desk.clock().instant());
  }

  /** It goes the way of a page, and leaves no trace in the circuits (decision M17). */
  private boolean isDrill() {
    return message.content().event().equals(PageContent.DRILL);
  }

  private Future<Attempted> next(int index, OpenProvider provider, Reason reason, boolean isLast) {
    if (!isLast) {
      desk.meters().failedOver(provider.type(), reason);
    }
    return from(index + 1);
  }

  /** The gate is left when the provider's own work ends, which may be later than our time. */
  private Future<Outcome> send(OpenProvider provider) {
    Future<Outcome> work =
        Future.<Void>succeededFuture()
            .compose(now -> provider.channel().send(seenBy(provider)))
            .otherwise(failure -> unexpected(provider, failure))
            .onSuccess(outcome -> ended(provider, outcome));
    // The last one has its own time-out, and the delivery's.
    return work.timeout(Math.max(1, left().toMillis()), TimeUnit.MILLISECONDS)
        .otherwise(
            late ->
                Outcome.Retry.because(
                    late instanceof TimeoutException
                        ? "no answer in time"
                        : "unexpected failure of the channel"));
  }

  /** Only the provider that posted the card can point to it. */
  private Message seenBy(OpenProvider provider) {
    Card card = message.card();
    return card == null || card.provider().equals(provider.id()) ? message : message.beside(null);
  }

  private void ended(OpenProvider provider, Outcome outcome) {
    if (outcome instanceof Outcome.Deferred) {
      provider.gate().endedUntried();
      return;
    }
    if (isDrill()) {
      provider.gate().endedUntried();
      desk.meters().tried(provider.type(), outcome);
      desk.reports().tried(provider, outcome);
      return;
    }
    // A limited rate is the receiver's as often as the provider's, so it does not open the circuit.
    boolean answered =
        !(outcome instanceof Outcome.Retry retry) || Integer.valueOf(429).equals(retry.status());
    provider.gate().ended(answered, desk.clock().instant());
    desk.meters().tried(provider.type(), outcome);
    desk.reports().tried(provider, outcome);
  }

  private static Outcome unexpected(OpenProvider provider, Throwable failure) {
    log.atError()
        .addKeyValue("provider", provider.id())
        .addKeyValue("type", provider.type())
        .setCause(failure)
        .log("A channel failed with an error that it should have turned into an outcome");
    return Outcome.Retry.because("unexpected failure of the channel");
  }

  private Duration left() {
    return desk.timeout().minusNanos(System.nanoTime() - begun);
  }

  private static boolean mayHaveArrived(Outcome outcome) {
    return outcome instanceof Outcome.Retry retry && retry.mayHaveArrived();
  }

  /**
   * None has taken it. A later attempt is made if any of them may take it then; without any answer,
   * it is as if there had been no attempt.
   */
  private Attempted failed() {
    if (anyFull && !anyTried) {
      return Attempted.plainly(new Outcome.Deferred(FULL));
    }
    Said last = said.getLast();
    UUID by = last.provider.id();
    if (said.size() == 1 && !anyFull) {
      return new Attempted(last.outcome, by, null);
    }
    return new Attempted(together(), by, null);
  }

  private Outcome together() {
    Integer status = null;
    Duration wait = null;
    boolean mayHaveArrived = false;
    boolean mayHeal = false;
    boolean retries = anyFull;
    for (Said one : said) {
      switch (one.outcome) {
        case Outcome.Retry retry -> {
          retries = true;
          status = retry.status();
          wait = shorter(wait, retry.retryAfter());
          mayHaveArrived |= retry.mayHaveArrived();
        }
        case Outcome.MayHeal healing -> {
          mayHeal = true;
          status = retries ? status : healing.status();
        }
        case Outcome.Refused refused -> status = retries || mayHeal ? status : refused.status();
        case Outcome.Deferred deferred -> retries = true;
        case Outcome.Accepted accepted -> {}
      }
    }
    return retries
        ? new Outcome.Retry(words(), status, wait, mayHaveArrived)
        : mayHeal ? new Outcome.MayHeal(words(), status) : new Outcome.Refused(words(), status);
  }

  private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** What each answered: {@code eu: HTTP 429; us: HTTP 401}. */
  private String words() {
    return said.stream()
        .map(one -> one.provider.name() + ": " + reason(one.outcome))
        .collect(Collectors.joining("; "));
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry retry -> retry.reason();
      case Outcome.MayHeal refused -> refused.reason();
      case Outcome.Refused refused -> refused.reason();
      case Outcome.Deferred deferred -> "put off";
      case Outcome.Accepted accepted -> "accepted";
    };
  }
}
