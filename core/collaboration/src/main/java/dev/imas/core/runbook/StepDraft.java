package dev.imas.core.runbook;

import dev.imas.core.http.Body;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a step.
 *
 * @param from the state that the caller saw
 * @param confirmation the nonce of the first request; null: this is the first one
 */
record StepDraft(StepState state, StepState from, String note, @Nullable UUID confirmation) {

  static final int LONGEST_NOTE = 2_000;

  static StepDraft read(Body body) {
    body.only("state", "from", "note", "confirmation");
    StepDraft draft =
        new StepDraft(
            state(body, "state"),
            state(body, "from"),
            body.text("note", LONGEST_NOTE, "").strip(),
            body.uuid("confirmation"));
    if (body.has("state") && body.has("from") && draft.state == draft.from) {
      body.fault("/state", "is the one it is in; choose another");
    }
    return draft;
  }

  private static StepState state(Body body, String member) {
    String text = body.requiredText(member, 40);
    return StepState.named(text)
        .orElseGet(
            () -> {
              if (!text.isEmpty()) {
                body.fault(
                    "/" + member,
                    "must be one of "
                        + Arrays.stream(StepState.values())
                            .map(StepState::wireName)
                            .collect(Collectors.joining(", ")));
              }
              return StepState.PENDING;
            });
  }
}
