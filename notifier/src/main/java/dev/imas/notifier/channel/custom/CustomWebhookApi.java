package dev.imas.notifier.channel.custom;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.InvalidTemplateException;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.Signature;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends what a tenant's template makes, as its config says. The status of the answer decides. */
final class CustomWebhookApi implements VendorApi {

  private final String url;
  private final HttpMethod method;
  private final CustomBody body;
  private final List<OwnHeader> headers;
  private final @Nullable Secret authorization;
  private final @Nullable Secret secretHeader;
  private final @Nullable Secret signing;
  private final @Nullable String answerId;

  /**
   * @throws IllegalStateException when the config cannot be used, as an earlier version may have
   *     stored it
   */
  CustomWebhookApi(ProviderConfig config) {
    this.url = config.required(CustomWebhookKind.URL);
    this.method = HttpMethod.valueOf(config.required(CustomWebhookKind.METHOD));
    this.headers = config.texts(CustomWebhookKind.HEADERS).stream().map(OwnHeader::of).toList();
    this.authorization = config.secret(CustomWebhookKind.AUTHORIZATION);
    this.secretHeader = config.secret(CustomWebhookKind.SECRET_HEADER);
    this.signing = config.secret(CustomWebhookKind.SECRET);
    this.answerId = config.text(CustomWebhookKind.ANSWER_ID);
    try {
      this.body =
          CustomBody.compile(
              BodyFormat.of(config.text(CustomWebhookKind.FORMAT)),
              config.required(CustomWebhookKind.TEMPLATE));
    } catch (InvalidTemplateException e) {
      throw new IllegalStateException("the provider's template: " + e.getMessage());
    }
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    String made = body(message);
    if (made.isEmpty()) {
      return List.of();
    }
    VendorRequest request = VendorRequest.to(url, message);
    headers.forEach(header -> request.with(header.name(), header.value()));
    request.with("X-IMAS-Event", SafeText.line(message.content().event(), 100));
    if (authorization != null) {
      request.with("Authorization", authorization.reveal());
    }
    if (secretHeader != null) {
      OwnHeader header = OwnHeader.of(secretHeader.reveal());
      request.with(header.name(), header.value());
    }
    if (signing != null) {
      String timestamp = Long.toString(now.getEpochSecond());
      request.with("X-IMAS-Timestamp", timestamp);
      request.with(
          "X-IMAS-Signature",
          Signature.of(signing, timestamp, made.getBytes(StandardCharsets.UTF_8)));
    }
    return List.of(request.send(method, body.format().contentType, made));
  }

  private String body(Message message) {
    PageContent content = message.content();
    try {
      return body.of(message.id(), content, message.folded(), message.wording(), message.lines());
    } catch (InvalidTemplateException e) {
      throw new IllegalArgumentException(
          "the provider's template cannot be used for " + content.event() + ": " + e.getMessage());
    }
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    return answer.byStatus(
        Optional.ofNullable(answerId).map(answer::id).orElse(null), said(answer), now);
  }

  /** What most systems say of a refusal. */
  private static String said(VendorAnswer answer) {
    for (String at :
        List.of("/message", "/error/message", "/detail", "/errorMessages/0", "/error")) {
      String said = answer.text(at);
      if (!said.isEmpty()) {
        return said;
      }
    }
    return "";
  }
}
