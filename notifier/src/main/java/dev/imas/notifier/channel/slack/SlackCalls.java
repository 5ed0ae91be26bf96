package dev.imas.notifier.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.TaskAnswers;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.util.Map;
import java.util.Set;

/** Calls of Slack's Web API, whose answers say in a 200 what became of them. */
final class SlackCalls {

  /** What Slack answered. The error is empty if it did what it was asked. */
  record Said(String error, VendorAnswer answer) {

    boolean isOk() {
      return error.isEmpty();
    }

    String text(String pointer) {
      return answer.text(pointer);
    }

    JsonNode at(String pointer) {
      return answer.at(pointer);
    }

    /** Why Slack refused, and which scope is missing. */
    String reason() {
      String needed = answer.text("/needed");
      return "Slack refused: " + error + (needed.isEmpty() ? "" : "; the app needs " + needed);
    }

    TaskEnd refused() {
      return new TaskEnd.Dead(reason(), GONE.contains(error));
    }
  }

  /** The channel is there no more, or people archived it. */
  private static final Set<String> GONE = Set.of("channel_not_found", "is_archived");

  private final String url;
  private final Secret token;

  SlackCalls(String url, Secret token) {
    this.url = url;
    this.token = token;
  }

  /** Methods that only read take no JSON, and all of them take a form. */
  Said form(TaskLine line, String method, Map<String, String> arguments) {
    return said(line, to(line, method).form(arguments));
  }

  Said json(TaskLine line, String method, Map<String, ?> arguments) {
    return said(line, to(line, method).json(arguments));
  }

  private VendorRequest to(TaskLine line, String method) {
    return VendorRequest.to(VendorRequest.below(url, "/" + method), line.id()).bearer(token);
  }

  private static Said said(TaskLine line, WebRequest request) {
    WebReply.Answered answered = TaskAnswers.answered(line.send(request));
    VendorAnswer answer = VendorAnswer.of(answered);
    String error = answer.text("/error");
    TaskEnd end = TaskAnswers.end(answer.byStatus(null, error, line.now()));
    if (end != null) {
      throw new TaskEnd.Stop(end);
    }
    if (!answer.isObject() || !answer.at("/ok").isBoolean()) {
      throw new TaskEnd.Stop(
          new TaskEnd.Later("Slack answered what cannot be read", null, true, false));
    }
    if (answer.at("/ok").booleanValue()) {
      return new Said("", answer);
    }
    Said said = new Said(error.isEmpty() ? "no_reason_given" : error, answer);
    return switch (said.error) {
      case "ratelimited", "rate_limited" ->
          throw new TaskEnd.Stop(
              new TaskEnd.Later(
                  said.reason(),
                  HttpAnswer.wait(answered.header("Retry-After"), line.now()),
                  true,
                  true));
      case "service_unavailable",
          "team_added_to_org",
          "request_timeout",
          "internal_error",
          "fatal_error" ->
          throw new TaskEnd.Stop(new TaskEnd.Later(said.reason(), null, true, false));
      default -> said;
    };
  }
}
