package dev.imas.gateway.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import dev.imas.core.suppression.SilenceText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@code postableSilence} of Alertmanager's API v2 (0.28). A matcher without {@code isEqual}
 * tests for equality.
 *
 * @param id of the silence to change; null for a new one
 */
record PostedSilence(
    @Nullable UUID id,
    List<Matcher> matchers,
    Instant startsAt,
    Instant endsAt,
    String createdBy,
    String comment) {

  /**
   * @throws Fault BAD_REQUEST in Alertmanager's words; NOT_FOUND for an id that is none of ours
   */
  static PostedSilence read(String body, Instant now) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw Fault.badRequest("the silence is not JSON: " + e.getOriginalMessage());
    }
    if (json == null || !json.isObject()) {
      throw Fault.badRequest("the silence must be a JSON object");
    }
    Instant starts = time(json, "startsAt");
    Instant ends = time(json, "endsAt");
    if (starts.isAfter(ends) || starts.equals(ends)) {
      throw Fault.badRequest("failed to create silence: start time must be before end time");
    }
    if (ends.isBefore(now)) {
      throw Fault.badRequest("failed to create silence: end time can't be in the past");
    }
    List<Matcher> matchers = matchers(json.path("matchers"));
    SilenceText.fault(matchers)
        .ifPresent(
            fault -> {
              throw Fault.badRequest("invalid silence: " + fault);
            });
    return new PostedSilence(
        id(json),
        matchers,
        starts,
        ends,
        text(json, "createdBy", SilenceText.LONGEST_AUTHOR),
        text(json, "comment", SilenceText.LONGEST_COMMENT));
  }

  private static @Nullable UUID id(JsonNode json) {
    String id = json.path("id").asText("");
    return json.path("id").isNull() || id.isEmpty() ? null : id(id);
  }

  /**
   * @throws Fault NOT_FOUND for an id that is none of ours
   */
  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("silence " + text + " not found");
    }
  }

  private static String text(JsonNode json, String member, int longest) {
    JsonNode text = json.path(member);
    if (!text.isTextual() || text.textValue().isBlank()) {
      throw Fault.badRequest(member + " in body is required: say who silences, and why");
    }
    String said = text.textValue().replace("\0", "").strip();
    if (said.length() > longest) {
      throw Fault.badRequest(member + " is longer than " + longest + " characters");
    }
    return said;
  }

  private static Instant time(JsonNode json, String member) {
    try {
      return OffsetDateTime.parse(json.path(member).asText("")).toInstant();
    } catch (DateTimeParseException e) {
      throw Fault.badRequest(
          member + " in body must be of type date-time, such as 2026-01-31T12:00:00Z");
    }
  }

  private static List<Matcher> matchers(JsonNode list) {
    List<Matcher> matchers = new ArrayList<>();
    for (JsonNode matcher : list) {
      JsonNode name = matcher.path("name");
      JsonNode value = matcher.path("value");
      if (!name.isTextual() || !value.isTextual()) {
        throw Fault.badRequest("each matcher needs a name and a value");
      }
      boolean isEqual = matcher.path("isEqual").asBoolean(true);
      boolean isRegex = matcher.path("isRegex").asBoolean(false);
      try {
        matchers.add(Matcher.of(name.textValue(), operator(isEqual, isRegex), value.textValue()));
      } catch (InvalidRuleException e) {
        throw Fault.badRequest("invalid silence: invalid matcher: " + e.getMessage());
      }
    }
    return matchers;
  }

  private static Operator operator(boolean isEqual, boolean isRegex) {
    if (isRegex) {
      return isEqual ? Operator.MATCHES : Operator.NOT_MATCHES;
    }
    return isEqual ? Operator.EQUALS : Operator.NOT_EQUALS;
  }
}
