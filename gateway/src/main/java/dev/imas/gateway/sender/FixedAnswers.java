package dev.imas.gateway.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import org.jspecify.annotations.Nullable;

/**
 * The same answer to every post that is committed, for senders that accept nothing else. Refusals
 * are problems (RFC 9457).
 *
 * @param status 200 to 299
 * @param json its body, empty for none
 */
public record FixedAnswers(int status, String json) implements Answers {

  public FixedAnswers {
    if (status < 200 || status > 299) {
      throw new IllegalArgumentException("what is committed is answered 2xx, and not " + status);
    }
    if (!json.isEmpty()) {
      if (status == 204 || status == 205) {
        throw new IllegalArgumentException(status + " has no body");
      }
      Json.read(json, JsonNode.class);
    }
  }

  /** An answer without a body. */
  public static FixedAnswers empty(int status) {
    return new FixedAnswers(status, "");
  }

  @Override
  public SenderAnswer committed(Committed post) {
    return new SenderAnswer(
        status, json.isEmpty() ? SenderAnswer.Media.NONE : SenderAnswer.Media.JSON, json);
  }

  @Override
  public SenderAnswer refused(Fault fault, @Nullable String requestId) {
    return ReceiptAnswers.problem(fault, requestId);
  }
}
