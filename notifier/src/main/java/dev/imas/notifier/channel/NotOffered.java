package dev.imas.notifier.channel;

import io.vertx.core.Future;

/** Stands where a channel is not configured: each message is refused with what to set. */
public record NotOffered(String reason) implements Channel {

  @Override
  public Future<Outcome> send(Message message) {
    return Future.succeededFuture(Outcome.Refused.because(reason));
  }
}
