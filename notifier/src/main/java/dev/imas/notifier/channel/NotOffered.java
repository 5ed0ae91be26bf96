package dev.imas.notifier.channel;

import io.vertx.core.Future;

/**
 * Takes the place of a channel that is not configured. Each message is refused, with what to set.
 */
public record NotOffered(String reason) implements Channel {

  @Override
  public Future<Outcome> send(Message message) {
    return Future.succeededFuture(Outcome.Refused.because(reason));
  }
}
