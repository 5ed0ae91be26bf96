package dev.imas.gateway.sender.opsgenie;

import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.gateway.sender.Answers;
import dev.imas.gateway.sender.Committed;
import dev.imas.gateway.sender.SenderAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opsgenie's own answers: 202 and the id of the request, by which a client may ask what became of
 * it; else a message.
 */
record OpsgenieAnswers(OpsgenieAction action) implements Answers {

  @Override
  public SenderAnswer committed(Committed post) {
    String[] key = Objects.requireNonNullElse(post.key(), "\n").split("\n", 2);
    boolean isThere =
        !key[0].isEmpty() && (action != OpsgenieAction.CLOSE || post.count(Disposition.STALE) == 0);
    String id = new OpsgenieRequest(post.receipt(), action, isThere, key[0], key[1]).id();
    return new SenderAnswer(
        202,
        SenderAnswer.Media.JSON,
        "{\"result\":\"Request will be processed\",\"took\":"
            + OpsgenieRequest.seconds(post.tookNanos())
            + ",\"requestId\":\""
            + id
            + "\"}");
  }

  @Override
  public SenderAnswer refused(Fault fault, @Nullable String requestId) {
    Map<String, Object> body = new LinkedHashMap<>();
    String pointer = fault.pointer();
    if (fault.kind() == Fault.Kind.INVALID && pointer != null) {
      body.put("message", "Request body is not processable. Please check the errors.");
      body.put("errors", Map.of(pointer.replaceFirst("^/", ""), fault.detail()));
    } else {
      body.put("message", Objects.requireNonNullElse(fault.detail(), fault.kind().title()));
    }
    if (requestId != null) {
      body.put("requestId", requestId);
    }
    return new SenderAnswer(fault.kind().status(), SenderAnswer.Media.JSON, Json.write(body));
  }
}
