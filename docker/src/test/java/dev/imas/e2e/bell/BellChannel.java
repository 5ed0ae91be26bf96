package dev.imas.e2e.bell;

import dev.imas.core.wording.TextPage;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Rings by calling the ringer. */
final class BellChannel implements Channel {

  private final HttpClient client;
  private final int port;
  private final Duration timeout;

  BellChannel(Vertx vertx, int port, Duration timeout) {
    this.client = vertx.createHttpClient();
    this.port = port;
    this.timeout = timeout;
  }

  @Override
  public Future<Outcome> send(Message message) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", "/" + message.address())
        .compose(request -> request.send(TextPage.render(message.lines().withoutReply())))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(answer -> outcome(answer.statusCode()))
        .otherwise(failure -> Outcome.Retry.because("the ringer does not answer"));
  }

  private static Outcome outcome(int status) {
    return status == 200
        ? new Outcome.Accepted(null, status)
        : new Outcome.Refused("the ringer refused", status);
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
