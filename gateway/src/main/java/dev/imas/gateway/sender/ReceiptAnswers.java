package dev.imas.gateway.sender;

import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The answers of IMAS's own webhook routes: 202 with a compact receipt, else a problem (RFC 9457).
 */
public final class ReceiptAnswers implements Answers {

  private static final Disposition[] DISPOSITIONS = Disposition.values();

  @Override
  public Answer committed(Committed post) {
    StringBuilder body = new StringBuilder(160);
    body.append("{\"status\":\"ok\",\"processed\":").append(post.alerts());
    body.append(",\"receipt\":\"").append(post.receipt()).append('"');
    for (Disposition disposition : DISPOSITIONS) {
      int count = post.count(disposition);
      if (count > 0) {
        body.append(",\"").append(disposition.wireName()).append("\":").append(count);
      }
    }
    if (post.notKept() > 0) {
      body.append(",\"not_kept\":").append(post.notKept());
    }
    if (post.weak() > 0) {
      body.append(",\"weak_identity\":").append(post.weak());
    }
    String results = post.results();
    if (results != null) {
      body.append(",\"results\":").append(results);
    }
    return new Answer(202, Answer.Media.JSON, body.append('}').toString());
  }

  @Override
  public Answer refused(Fault fault, @Nullable String requestId) {
    return new Answer(
        fault.kind().status(), Answer.Media.PROBLEM, Json.write(Problem.of(fault, requestId)));
  }
}
