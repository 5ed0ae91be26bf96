package dev.imas.notifier.channel.mattermost;

import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.CardVendor;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.Cut;
import dev.imas.notifier.template.Markdown;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /api/v4/posts} in Markdown (Mattermost API reference v4, "Create a post", "Patch a
 * post"). Nobody is mentioned, whatever the texts contain.
 */
final class MattermostApi implements VendorApi, CardVendor {

  /** A server takes 16,383 characters; one that was never migrated 4,000. */
  private static final int TEXT = 3_900;

  private final String server;
  private final String url;
  private final Secret token;

  MattermostApi(ProviderConfig config) {
    this.server = config.required("server_url");
    this.url = VendorRequest.below(server, "/api/v4/posts");
    this.token = config.requiredSecret("bot_token");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    return List.of(
        VendorRequest.to(url, message)
            .bearer(token)
            .json(Map.of("channel_id", message.address(), "message", text(message))));
  }

  @Override
  public Optional<CardVendor> cards() {
    return Optional.of(this);
  }

  @Override
  public WebRequest update(Message message, Card card) {
    return VendorRequest.to(
            VendorRequest.below(url, "/" + VendorRequest.encoded(card.message()) + "/patch"),
            message)
        .bearer(token)
        .json(HttpMethod.PUT, Map.of("message", text(message)));
  }

  /**
   * A server answers for a post that was deleted as for one that the bot may not change. Only where
   * its time limit is over does it say so.
   */
  @Override
  public CardUpdate readUpdate(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    boolean isGone =
        answer.status() == 403
            || answer.status() == 404
            || answer.status() == 400 && answer.text("/id").contains("time_limit");
    return isGone
        ? new CardUpdate.Gone("HTTP " + answer.status() + ": " + answer.text("/message"))
        : CardUpdate.of(read(answered, message, now));
  }

  private String text(Message message) {
    PageLines lines = message.lines();
    StringBuilder text = new StringBuilder("**").append(shown(lines.headline())).append("**\n");
    Card card = message.card();
    if (card != null) {
      // A reply in a thread is told to those alone who follow it, so the page points to the card.
      text.append('[')
          .append(message.wording().phrases().say("link.incident"))
          .append("](")
          .append(VendorRequest.below(server, "/_redirect/pl/" + card.message()))
          .append(")\n");
    }
    if (!lines.summary().isEmpty()) {
      text.append(shown(Cut.toLength(lines.summary(), 1_000))).append("\n\n");
    }
    for (PageLines.Line line : lines.lines()) {
      text.append("**").append(line.label()).append(":** ");
      text.append(
          line.isLink() && Words.isWebAddress(line.value()) ? line.value() : shown(line.value()));
      text.append("  \n");
    }
    return Cut.toLength(text.toString(), TEXT);
  }

  /** An at sign that is followed by nothing visible mentions nobody. */
  private static String shown(String text) {
    return Markdown.escape(text).replace("@", "@\u200b");
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    Outcome outcome = answer.byStatus(answer.id("/id"), answer.text("/message"), now);
    // Mattermost says in this header how many seconds to wait.
    return outcome instanceof Outcome.Retry retry && answer.status() == 429
        ? Outcome.Retry.notTaken(
            retry.reason(), 429, HttpAnswer.wait(answered.header("X-Ratelimit-Reset"), now))
        : outcome;
  }
}
