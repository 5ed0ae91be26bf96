package dev.imas.notifier.channel.telegram;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Messages in Telegram, as a bot. */
public final class TelegramKind {

  private TelegramKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
        "telegram",
        "the id of a chat, or `@name` of a channel",
        "-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}",
        "-1001234567890",
        new HttpProvider(
                "telegram",
                "Telegram, as a bot",
                List.of(
                    ProviderField.text(
                            "bot_token",
                            "[0-9]{1,20}:[A-Za-z0-9_-]{1,100}",
                            "a bot token, 123456:ABC…",
                            "The bot's token, as BotFather gave it.")
                        .required()
                        .secret(),
                    ProviderField.text(
                            "secret_token",
                            "[A-Za-z0-9_-]{1,256}",
                            "1 to 256 letters, digits, _ and -",
                            "Proves what Telegram posts.")
                        .secret(),
                    ProviderField.url("url", "The Bot API server.")
                        .usually("https://api.telegram.org")),
                TelegramApi::new)
            .withCards());
  }
}
