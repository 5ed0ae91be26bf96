package dev.imas.notifier.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imas.core.platform.Json;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.egress.WebReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A vendor's answer as JSON, and what its status means. Pure. */
public final class VendorAnswer {

  private static final int LONGEST = 200;

  private final WebReply.Answered answer;
  private final JsonNode json;

  private VendorAnswer(WebReply.Answered answer, JsonNode json) {
    this.answer = answer;
    this.json = json;
  }

  public static VendorAnswer of(WebReply.Answered answer) {
    try {
      JsonNode json = Json.MAPPER.readTree(answer.body());
      return new VendorAnswer(answer, json == null ? MissingNode.getInstance() : json);
    } catch (JsonProcessingException e) {
      return new VendorAnswer(answer, MissingNode.getInstance());
    }
  }

  public int status() {
    return answer.status();
  }

  public boolean isSuccess() {
    return answer.status() >= 200 && answer.status() < 300;
  }

  /** Whether the answer came whole and is a JSON object. */
  public boolean isObject() {
    return answer.isWhole() && json.isObject();
  }

  /**
   * @param pointer an RFC 6901 pointer
   */
  public JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /** The text or number there as one harmless line; empty if there is none. */
  public String text(String pointer) {
    return SafeText.line(json.at(pointer).asText(""), LONGEST);
  }

  /** The same; null if there is none. */
  public @Nullable String id(String pointer) {
    String id = text(pointer);
    return id.isEmpty() ? null : id;
  }

  /** What the status means, with what the vendor says of it. */
  public Outcome byStatus(@Nullable String providerMessageId, String said, Instant now) {
    Outcome outcome =
        HttpAnswer.read(answer.status(), answer.header("Retry-After"), providerMessageId, now);
    String more = SafeText.line(said, LONGEST);
    if (more.isEmpty()) {
      return outcome;
    }
    return switch (outcome) {
      case Outcome.Accepted accepted -> accepted;
      case Outcome.Deferred deferred -> deferred;
      case Outcome.Retry retry ->
          new Outcome.Retry(
              retry.reason() + ": " + more,
              retry.status(),
              retry.retryAfter(),
              retry.mayHaveArrived());
      case Outcome.MayHeal healing ->
          new Outcome.MayHeal(healing.reason() + ": " + more, healing.status());
      case Outcome.Refused refused ->
          new Outcome.Refused(refused.reason() + ": " + more, refused.status());
    };
  }

  /** A success whose body does not say what became of the message. */
  public Outcome unreadable() {
    return new Outcome.Retry(
        "HTTP " + answer.status() + " with an answer that cannot be read", answer.status(), null);
  }
}
