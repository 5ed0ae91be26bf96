package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.BrokenElement;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answers of Alertmanager's API v2, which its generated clients hold us to: 200 with an empty
 * body, errors as a JSON string. A body with some bad alerts is 400 although the good ones are
 * stored, as Alertmanager does it.
 */
final class AlertmanagerApiAnswers implements Answers {

  private static final int MOST_TOLD = 20;

  @Override
  public void committed(
      HttpServerResponse response,
      Submission submission,
      Reading.Read read,
      @Nullable String results) {
    List<BrokenElement> broken = read.broken();
    if (broken.isEmpty()) {
      response.setStatusCode(200).end();
      return;
    }
    int more = broken.size() + read.notKept() - MOST_TOLD;
    say(
        response,
        400,
        broken.stream()
                .map(b -> b.pointer() + ": " + b.reason())
                .limit(MOST_TOLD)
                .collect(Collectors.joining("; "))
            + (more > 0 ? "; and " + more + " more" : ""));
  }

  @Override
  public void refused(HttpServerResponse response, Fault fault, @Nullable String requestId) {
    say(response, fault.kind().status(), fault.detail());
  }

  private static void say(HttpServerResponse response, int status, String text) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Json.write(text));
  }
}
