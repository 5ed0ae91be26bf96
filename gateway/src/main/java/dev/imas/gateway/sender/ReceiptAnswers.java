package dev.imas.gateway.sender;

import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The answers of IMAS's own webhook routes: 202, or the status that the sender expects, with a
 * compact receipt, else a problem (RFC 9457).
 */
public final class ReceiptAnswers implements Answers {

  private static final Disposition[] DISPOSITIONS = Disposition.values();

  private final int status;

  public ReceiptAnswers() {
    this(202);
  }

  /**
   * @param status of what is committed: 200 to 299, but not 204 and 205, which have no body
   */
  public ReceiptAnswers(int status) {
    if (status < 200 || status > 299 || status == 204 || status == 205) {
      throw new IllegalArgumentException("no receipt can be answered with " + status);
    }
    this.status = status;
  }

  @Override
  public SenderAnswer committed(Committed post) {
    StringBuilder body = new StringBuilder(160);
    body.append("{\"status\":\"ok\",\"processed\":").append(post.alerts());
    body.append(",\"receipt\":\"").append(post.receipt()).append('"');
    for (Disposition disposition : DISPOSITIONS) {
      int count = post.count(disposition);
      if (count > 0) {
        body.append(",\"").append(disposition.wireName()).append("\":").append(count);
      }
    }
    if (post.isLogged()) {
      body.append(",\"logged\":true");
    }
    if (post.isTest()) {
      body.append(",\"test\":true");
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
    return new SenderAnswer(status, SenderAnswer.Media.JSON, body.append('}').toString());
  }

  @Override
  public SenderAnswer refused(Fault fault, @Nullable String requestId) {
    return problem(fault, requestId);
  }

  static SenderAnswer problem(Fault fault, @Nullable String requestId) {
    return new SenderAnswer(
        fault.kind().status(),
        SenderAnswer.Media.PROBLEM,
        Json.write(Problem.of(fault, requestId)));
  }
}
