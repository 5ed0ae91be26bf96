package dev.imas.notifier.channel.discord;

import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.CardVendor;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.ReplyVendor;
import dev.imas.notifier.channel.RoomVendor;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Messages and rooms as a bot (discord.com/developers, API v10: "Create DM", "Create Message",
 * "Edit Message"). Discord knows a message again by its nonce for some minutes, so a repeat is not
 * sent twice.
 */
final class DiscordBotApi implements VendorApi, CardVendor {

  /** Discord's codes: the message is unknown, or was written by another user. */
  private static final Set<Integer> GONE = Set.of(10_008, 50_005);

  private final String url;
  private final Secret token;
  private final @Nullable String defaultChannel;
  private final DiscordRooms rooms;

  /** Only then can core tell what Discord posts, so that a button does something. */
  private final boolean hasButtons;

  DiscordBotApi(ProviderConfig config) {
    this.url = config.required("url");
    this.token = config.requiredSecret("bot_token");
    this.defaultChannel = config.text("default_channel");
    this.hasButtons = config.text("public_key") != null;
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
  public Optional<ReplyVendor> replies() {
    return Optional.of(new DiscordReplies(url));
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    if (DiscordKind.isMember(message.address())) {
      return List.of(
          to("/users/@me/channels", message).json(Map.of("recipient_id", message.address())));
    }
    if (defaultChannel == null) {
      throw new IllegalArgumentException(
          "the provider has no default_channel; set it, so that messages have a place");
    }
    return List.of(into(defaultChannel, message));
  }

  /** A person is written to in a channel of their own, which is the same each time. */
  @Override
  public Optional<WebRequest> next(WebReply.Answered answered, Message message) {
    return DiscordKind.isMember(message.address())
        ? Optional.of(into(VendorAnswer.of(answered).text("/id"), message))
        : Optional.empty();
  }

  private WebRequest into(String channel, Message message) {
    Map<String, Object> body = new LinkedHashMap<>(DiscordApi.body(message));
    body.putAll(once(message.id()));
    Card card = message.card();
    if (card != null) {
      body.put(
          "message_reference", Map.of("message_id", card.message(), "fail_if_not_exists", false));
    }
    List<Map<String, Object>> buttons = buttons(message);
    if (!buttons.isEmpty()) {
      body.put("components", buttons);
    }
    return to("/channels/" + channel + "/messages", message).json(body);
  }

  private List<Map<String, Object>> buttons(Message message) {
    return hasButtons && message.hasActions() ? List.of(DiscordButtons.row(message)) : List.of();
  }

  private VendorRequest to(String path, Message message) {
    return VendorRequest.to(VendorRequest.below(url, path), message)
        .with("Authorization", "Bot " + token.reveal());
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
    VendorAnswer answer = VendorAnswer.of(answered);
    Outcome outcome = DiscordApi.outcome(answer, now);
    return outcome instanceof Outcome.Accepted accepted
        ? accepted.in(answer.text("/channel_id"))
        : outcome;
  }

  @Override
  public Optional<CardVendor> cards() {
    return Optional.of(this);
  }

  /**
   * In the channel in which it was posted, which may be the default no more. Discord keeps what an
   * update leaves out, so it says that there are no buttons.
   */
  @Override
  public WebRequest update(Message message, Card card) {
    Map<String, Object> body = new LinkedHashMap<>(DiscordApi.body(message));
    body.put("components", buttons(message));
    return to("/channels/" + card.place() + "/messages/" + card.message(), message)
        .json(HttpMethod.PATCH, body);
  }

  @Override
  public CardUpdate readUpdate(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    return GONE.contains(answer.at("/code").asInt(0))
        ? new CardUpdate.Gone(answer.text("/message"))
        : CardUpdate.of(DiscordApi.outcome(answer, now));
  }
}
