package dev.imas.gateway.sender.pagerduty;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.gateway.sender.Answers;
import dev.imas.gateway.sender.Committed;
import dev.imas.gateway.sender.SenderAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PagerDuty's own answers. It has no 401, 403, 415 or 422: what is not to be sent again is 400.
 *
 * @param tellsKey whether the event has a key, which a change has not
 */
record PagerDutyAnswers(PagerDutyVersion version, boolean tellsKey) implements Answers {

  @Override
  public SenderAnswer committed(Committed post) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "success");
    if (tellsKey) {
      body.put("message", "Event processed");
      body.put(version.key, Objects.requireNonNullElse(post.key(), post.receipt().toString()));
    } else {
      body.put("message", "Change event processed");
    }
    return new SenderAnswer(version.success, SenderAnswer.Media.JSON, Json.write(body));
  }

  @Override
  public SenderAnswer refused(Fault fault, @Nullable String requestId) {
    int status =
        switch (fault.kind().status()) {
          case 400, 401, 403, 409, 415, 422 -> 400;
          default -> fault.kind().status();
        };
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status == 400 ? "invalid event" : "error");
    body.put("message", status == 400 ? "Event object is invalid" : "Event not processed");
    body.put("errors", List.of(Objects.requireNonNullElse(fault.detail(), "")));
    return new SenderAnswer(status, SenderAnswer.Media.JSON, Json.write(body));
  }
}
