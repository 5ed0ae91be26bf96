package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.Secrets.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chats: Slack, Discord, Teams, Telegram, Mattermost. */
final class ChatIntegrations {

  private static final String NO_SECRET = "has no address or token to send with";
  private static final Pattern CHANNEL = Pattern.compile("#?[^\\s#@]{1,80}");
  private static final Pattern CHAT = Pattern.compile("-?[0-9]{1,20}");
  private static final Pattern WORKSPACE = Pattern.compile("/services/(T[A-Za-z0-9]+)/");
  private static final String SLACK_METHOD = "/api/chat.postMessage";
  private static final String SLACK_SECRET =
      "a bot token, xoxb-…, of a Slack app with the scope chat:write";

  private ChatIntegrations() {}

  /** Alertmanager posts to a webhook, or as a bot. IMAS is a bot, so that messages can grow. */
  static void slack(Integration of) {
    String channel = of.fields().text("channel");
    boolean isAddress = isAddress(of, "channel", channel, CHANNEL);
    String url = of.text("api_url", "slack_api_url");
    of.text("api_url_file", "slack_api_url_file");
    of.text("app_url", "slack_app_url");
    if (!isAddress) {
      return;
    }
    Secret own = botToken(of, url);
    Secret token = own == null ? newBotToken(of, url) : own;
    ObjectNode config = Integration.config();
    config.set("bot_token", token.reference());
    of.account("slack", token.identity(), config);
    of.contact("slack", "slack " + channel, Integration.text(String.valueOf(channel)));
    if (own != null) {
      of.carried("is the contact slack " + channel);
    } else {
      of.changed(
          "is the contact slack "
              + channel
              + ". IMAS posts as a bot and not to a webhook: make a Slack app, and invite it to the"
              + " channel");
    }
  }

  /** Null if it posts to a webhook. */
  private static @Nullable Secret botToken(Integration of, @Nullable String url) {
    Secret token = of.secret("app_token", "slack_app_token");
    if (token != null || url == null || !url.endsWith(SLACK_METHOD)) {
      return token;
    }
    Fields authorization = of.fields().fields("http_config").fields("authorization");
    return of.secrets().of(authorization, "credentials", of.secretName("bot_token"));
  }

  private static Secret newBotToken(Integration of, @Nullable String url) {
    // A webhook posts to one channel, and a bot to all of its workspace.
    Matcher hook = WORKSPACE.matcher(url == null ? "" : url);
    String file = of.text("api_url_file", "slack_api_url_file");
    String place = hook.find() ? hook.group(1) : url == null ? String.valueOf(file) : url;
    String identity = "slack " + place;
    return of.secrets()
        .variable(identity, "slack bot token", of.fields().path("api_url"), SLACK_SECRET);
  }

  static void discord(Integration of) {
    webhook(of, "discord", Integration.config(), "webhook_url");
  }

  static void teams(Integration of) {
    webhook(of, "teams", Integration.config().put("format", "message_card"), "url");
  }

  static void teamsWorkflow(Integration of) {
    webhook(of, "teams", Integration.config(), "url");
  }

  private static void webhook(Integration of, String channel, ObjectNode config, String member) {
    Secret url = of.secrets().of(of.fields(), "webhook_url", of.secretName("webhook_url"));
    if (url == null) {
      of.left(NO_SECRET);
      return;
    }
    of.place(channel, channel, url, member, config);
    of.carried("is a contact of the channel " + channel + ", with a provider of its own");
  }

  static void telegram(Integration of) {
    String chat = of.fields().text("chat_id");
    boolean isInFile = chat == null && of.fields().has("chat_id_file");
    String api = of.text("api_url", "telegram_api_url");
    if (!isInFile && !isAddress(of, "chat_id", chat, CHAT)) {
      return;
    }
    Secret token = of.secret("bot_token", "telegram_bot_token");
    if (token == null) {
      of.left(NO_SECRET);
      return;
    }
    ObjectNode config = Integration.config();
    config.set("bot_token", token.reference());
    if (api != null && !api.isBlank()) {
      config.put("url", api.replaceFirst("/+$", ""));
    }
    of.account("telegram", token.identity() + api, config);
    Secret file = isInFile ? of.secrets().of(of.fields(), "chat_id", "chat_id") : null;
    of.contact(
        "telegram",
        "telegram " + (chat == null ? "chat" : chat),
        file == null ? Integration.text(String.valueOf(chat)) : file.reference());
    if (of.fields().has("message_thread_id")) {
      of.left("message_thread_id", "IMAS posts to the chat and not to a topic of it");
    }
    of.carried("is a contact of the channel telegram");
  }

  static void mattermost(Integration of) {
    of.fields().text("webhook_url");
    of.fields().text("webhook_url_file");
    of.left(
        "IMAS posts to Mattermost as a bot, and not to a webhook: create a provider of the type"
            + " mattermost, and a contact with the id of the channel");
  }

  private static boolean isAddress(
      Integration of, String member, @Nullable String text, Pattern pattern) {
    if (text != null && !Integration.isTemplate(text) && pattern.matcher(text).matches()) {
      return true;
    }
    of.left(
        member,
        text == null
            ? "is missing, and IMAS needs to know where to send"
            : Integration.isTemplate(text)
                ? "is a template; IMAS needs an address that is always the same"
                : "is no address that IMAS can send to");
    return false;
  }
}
