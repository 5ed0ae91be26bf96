package dev.imas.notifier.channel.discord;

import dev.imas.notifier.channel.ChatReply;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ReplyVendor;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The answer to an interaction that was put off (discord.com/developers, "Edit Original Interaction
 * Response"). Its token proves it, for fifteen minutes. Who sees it was decided when it was put
 * off.
 */
final class DiscordReplies implements ReplyVendor {

  private final String url;

  DiscordReplies(String url) {
    this.url = url;
  }

  @Override
  public WebRequest request(UUID id, ChatReply reply) {
    String application = reply.to().get("application");
    String token = reply.to().get("token");
    if (!(reply instanceof ChatReply.Words words) || application == null || token == null) {
      throw new IllegalArgumentException("nothing says where to answer");
    }
    String path =
        "/webhooks/%s/%s/messages/@original"
            .formatted(VendorRequest.encoded(application), VendorRequest.encoded(token));
    return VendorRequest.to(VendorRequest.below(url, path), id)
        .json(
            HttpMethod.PATCH,
            Map.of("content", words.words(), "allowed_mentions", Map.of("parse", List.of())));
  }

  @Override
  public Outcome read(WebReply.Answered answered, Instant now) {
    return DiscordApi.outcome(VendorAnswer.of(answered), now);
  }
}
