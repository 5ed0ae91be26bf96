package dev.imas.notifier.channel.mattermost;

import dev.imas.core.platform.Secret;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.Words;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /api/v4/posts} in Markdown (Mattermost API reference v4, "Create a post"). Nobody is
 * mentioned, whatever the texts contain.
 */
final class MattermostApi implements VendorApi {

  /** A server takes 16,383 characters; one that was never migrated 4,000. */
  private static final int TEXT = 3_900;

  private final String url;
  private final Secret token;

  MattermostApi(ProviderConfig config) {
    this.url = VendorRequest.below(config.required("server_url"), "/api/v4/posts");
    this.token = config.requiredSecret("bot_token");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    PageLines lines = message.lines();
    return List.of(
        VendorRequest.to(url, message)
            .bearer(token)
            .json(Map.of("channel_id", message.address(), "message", text(lines))));
  }

  private static String text(PageLines lines) {
    StringBuilder text = new StringBuilder("**").append(shown(lines.headline())).append("**\n");
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
