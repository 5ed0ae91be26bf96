package dev.imas.gateway.edge;

import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Problem;
import dev.imas.gateway.commit.Submission;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * The answers of IMAS's own webhook routes: 202 with a compact receipt, else a problem (RFC 9457).
 */
final class WebhookAnswers implements Answers {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence PROBLEM = HttpHeaders.createOptimized(Problem.MEDIA_TYPE);
  private static final Disposition[] DISPOSITIONS = Disposition.values();

  @Override
  public void committed(
      HttpServerResponse response,
      Submission submission,
      Reading.Read read,
      @Nullable String results) {
    StringBuilder body = new StringBuilder(160);
    body.append("{\"status\":\"ok\",\"processed\":").append(submission.events().size());
    body.append(",\"receipt\":\"").append(submission.receipt()).append('"');
    for (Disposition disposition : DISPOSITIONS) {
      int count = submission.count(disposition);
      if (count > 0) {
        body.append(",\"").append(disposition.wireName()).append("\":").append(count);
      }
    }
    if (read.notKept() > 0) {
      body.append(",\"not_kept\":").append(read.notKept());
    }
    if (read.weak() > 0) {
      body.append(",\"weak_identity\":").append(read.weak());
    }
    if (results != null) {
      body.append(",\"results\":").append(results);
    }
    response
        .setStatusCode(202)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .end(body.append('}').toString());
  }

  @Override
  public void refused(HttpServerResponse response, Fault fault, @Nullable String requestId) {
    response
        .setStatusCode(fault.kind().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
        .end(Json.write(Problem.of(fault, requestId)));
  }
}
