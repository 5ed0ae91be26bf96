package dev.imas.notifier.channel.slack;

import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.ChatReply;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ReplyVendor;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Answers through a {@code response_url}, and forms (api.slack.com, "Handling user interaction",
 * "views.open", "chat.postEphemeral"). Such an address takes five answers within half an hour. A
 * trigger lives for three seconds.
 */
final class SlackReplies implements ReplyVendor {

  private final String url;
  private final Secret token;

  SlackReplies(String url, Secret token) {
    this.url = url;
    this.token = token;
  }

  @Override
  public WebRequest request(UUID id, ChatReply reply) {
    return switch (reply) {
      case ChatReply.Form form -> form(id, form);
      case ChatReply.Words words -> words(id, words);
    };
  }

  private WebRequest form(UUID id, ChatReply.Form form) {
    String trigger = form.to().get("trigger_id");
    if (trigger == null) {
      throw new IllegalArgumentException("nothing says for whom the form opens");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("trigger_id", trigger);
    body.put("view", form.view());
    return method(id, "views.open", body);
  }

  private WebRequest words(UUID id, ChatReply.Words reply) {
    Map<String, Object> body = new LinkedHashMap<>();
    String address = reply.to().get("response_url");
    if (address != null) {
      body.put("response_type", "ephemeral");
      body.put("replace_original", false);
      body.put("text", reply.words());
      return VendorRequest.to(address, id).json(body);
    }
    String channel = reply.to().get("channel");
    if (channel == null) {
      throw new IllegalArgumentException("nothing says where to answer");
    }
    body.put("channel", channel);
    body.put("text", reply.words());
    body.put("unfurl_links", false);
    String user = reply.to().get("user");
    if (user == null) {
      return method(id, "chat.postMessage", body);
    }
    body.put("user", user);
    return method(id, "chat.postEphemeral", body);
  }

  private WebRequest method(UUID id, String method, Map<String, Object> body) {
    return VendorRequest.to(VendorRequest.below(url, "/" + method), id).bearer(token).json(body);
  }

  /** A {@code response_url} answers with a text, the methods with an object. */
  @Override
  public Outcome read(WebReply.Answered answered, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String error = answer.text("/error");
    if (!answer.isSuccess()) {
      return answer.byStatus(null, error, now);
    }
    if (!answer.isObject() || answer.at("/ok").asBoolean(true)) {
      return new Outcome.Accepted(null, answer.status());
    }
    String reason = "Slack refused: " + (error.isEmpty() ? "no reason given" : error);
    return switch (error) {
      case "ratelimited", "rate_limited" ->
          Outcome.Retry.notTaken(reason, 429, HttpAnswer.wait(answered.header("Retry-After"), now));
      case "service_unavailable", "request_timeout", "internal_error", "fatal_error" ->
          new Outcome.Retry(reason, answer.status(), null);
      default -> new Outcome.Refused(reason, answer.status());
    };
  }
}
