package dev.imas.notifier.channel.email;

import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.Reachable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Sends by a server that a tenant has entered: only where requests of tenants may go. Each attempt
 * asks first, since a name may lead elsewhere by then, and connections go to the address that was
 * checked. One that is open already was opened in that way.
 */
final class CheckedEmailChannel implements Channel {

  private final String host;
  private final CheckedConnections connections;
  private final EmailChannel server;
  private final Egress egress;

  CheckedEmailChannel(Vertx vertx, EmailConfig config, Egress egress) {
    this.host = config.host();
    this.connections = new CheckedConnections(vertx);
    this.server = new EmailChannel(connections, config);
    this.egress = egress;
  }

  @Override
  public Future<Outcome> send(Message message) {
    return egress
        .reach(message.tenant(), host)
        .compose(
            found ->
                switch (found) {
                  case Reachable.Yes yes -> {
                    connections.to(yes.address());
                    yield server.send(message);
                  }
                  case Reachable.Barred barred ->
                      Future.succeededFuture(Outcome.Refused.because(barred.reason()));
                  case Reachable.PutOff putOff ->
                      Future.succeededFuture(new Outcome.Deferred(putOff.delay()));
                  case Reachable.Unknown unknown ->
                      Future.succeededFuture(
                          Outcome.Retry.notTaken(SafeText.line(unknown.reason(), 250), null, null));
                });
  }

  @Override
  public int concurrency() {
    return server.concurrency();
  }

  @Override
  public Future<Void> close() {
    return server.close();
  }
}
