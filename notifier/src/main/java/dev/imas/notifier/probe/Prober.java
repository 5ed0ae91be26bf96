package dev.imas.notifier.probe;

import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.Knock;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks once: an HTTP GET, or a TCP connection that is closed again. */
final class Prober {

  /** A connection of its own each time, since that is a part of what is measured. */
  private static final Map<String, String> HEADERS = Map.of("Connection", "close");

  private static final int MOST_ANSWER = 4 * 1024;

  private final Egress egress;

  Prober(Egress egress) {
    this.egress = egress;
  }

  /** In bounded time. It never fails. */
  Future<ProbeFinding> ask(Probe probe) {
    return (probe.url().startsWith("tcp:") ? knock(probe) : get(probe))
        .timeout(probe.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(
            late ->
                new ProbeFinding.Down(
                    "no answer within " + probe.timeout().toSeconds() + " seconds"));
  }

  private Future<ProbeFinding> get(Probe probe) {
    WebRequest request =
        new WebRequest(HttpMethod.GET, probe.url(), HEADERS, new byte[0], false, MOST_ANSWER);
    return egress
        .send(probe.tenant(), false, request)
        .map(
            reply ->
                switch (reply) {
                  case WebReply.Answered answered ->
                      probe.accepts(answered.status())
                          ? new ProbeFinding.Up()
                          : new ProbeFinding.Down("HTTP " + answered.status());
                  case WebReply.Barred barred -> new ProbeFinding.Unknown(barred.reason());
                  case WebReply.PutOff putOff -> full();
                  case WebReply.Failed failed -> new ProbeFinding.Down(failed.reason());
                });
  }

  private Future<ProbeFinding> knock(Probe probe) {
    URI at = URI.create(probe.url());
    return egress
        .knock(probe.tenant(), at.getHost(), at.getPort())
        .map(
            knock ->
                switch (knock) {
                  case Knock.Opened opened -> new ProbeFinding.Up();
                  case Knock.Barred barred -> new ProbeFinding.Unknown(barred.reason());
                  case Knock.PutOff putOff -> full();
                  case Knock.Failed failed -> new ProbeFinding.Down(failed.reason());
                });
  }

  private static ProbeFinding full() {
    return new ProbeFinding.Unknown("too many requests to that host");
  }
}
