package dev.imas.notifier.channel.discord;

import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.RoomVendor;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages and rooms as a bot (discord.com/developers, API v10: "Create Message"). Discord knows a
 * message again by its nonce for some minutes, so a repeat is not sent twice.
 */
final class DiscordBotApi implements VendorApi {

  private final String url;
  private final Secret token;
  private final @Nullable String defaultChannel;
  private final DiscordRooms rooms;

  DiscordBotApi(ProviderConfig config) {
    this.url = config.required("url");
    this.token = config.requiredSecret("bot_token");
    this.defaultChannel = config.text("default_channel");
    this.rooms =
        new DiscordRooms(
            url,
            token,
            config.required("guild_id"),
            config.text("incidents_category_id"),
            config.text("archive_category_id"));
  }

  @Override
  public Optional<RoomVendor> rooms() {
    return Optional.of(rooms);
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    if (defaultChannel == null) {
      throw new IllegalArgumentException(
          "the provider has no default_channel; set it, so that messages have a place");
    }
    Map<String, Object> body = new LinkedHashMap<>(DiscordApi.body(message));
    body.putAll(once(message.id()));
    return List.of(
        VendorRequest.to(
                VendorRequest.below(url, "/channels/" + defaultChannel + "/messages"), message)
            .with("Authorization", "Bot " + token.reveal())
            .json(body));
  }

  /** A nonce has 25 characters at most. */
  static Map<String, Object> once(UUID id) {
    String nonce =
        Long.toString(id.getMostSignificantBits() >>> 4, 36)
            + Long.toString(id.getLeastSignificantBits() >>> 4, 36);
    return Map.of(
        "nonce", nonce.length() <= 25 ? nonce : nonce.substring(0, 25), "enforce_nonce", true);
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    return DiscordApi.outcome(VendorAnswer.of(answered), now);
  }
}
