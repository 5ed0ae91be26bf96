package dev.imas.gateway.sender.prometheus;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.sender.Answers;
import dev.imas.gateway.sender.Committed;
import dev.imas.gateway.sender.SenderAnswer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answers of Alertmanager's API v2, which its generated clients expect: 200 with an empty body,
 * and errors as a JSON string. As in Alertmanager, a body with some bad alerts is answered 400
 * although the good ones are stored.
 */
final class AlertmanagerApiAnswers implements Answers {

  private static final int MOST_TOLD = 20;
  private static final SenderAnswer STORED = new SenderAnswer(200, SenderAnswer.Media.NONE, "");

  @Override
  public SenderAnswer committed(Committed post) {
    List<BrokenElement> broken = post.broken();
    if (broken.isEmpty()) {
      return STORED;
    }
    int more = broken.size() + post.notKept() - MOST_TOLD;
    return say(
        400,
        broken.stream()
                .map(b -> b.pointer() + ": " + b.reason())
                .limit(MOST_TOLD)
                .collect(Collectors.joining("; "))
            + (more > 0 ? "; and " + more + " more" : ""));
  }

  @Override
  public SenderAnswer refused(Fault fault, @Nullable String requestId) {
    return say(fault.kind().status(), fault.detail());
  }

  private static SenderAnswer say(int status, String text) {
    return new SenderAnswer(status, SenderAnswer.Media.JSON, Json.write(text));
  }
}
