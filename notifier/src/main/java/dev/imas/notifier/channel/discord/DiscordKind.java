package dev.imas.notifier.channel.discord;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Messages in Discord, through the webhook of a channel or as a bot (NTF-04, both modes). */
public final class DiscordKind {

  private DiscordKind() {}

  public static InstalledKind kind() {
    return VendorKind.place(
        "discord",
        new HttpProvider(
            "discord",
            "Discord, the webhook of a channel",
            List.of(
                ProviderField.url("webhook_url", "The webhook's address, which holds its token.")
                    .required()
                    .secret(),
                ProviderField.text(
                    "application_id", "[0-9]{17,20}", "an id of digits", "The app's id."),
                ProviderField.text(
                    "public_key",
                    "[0-9a-f]{64}",
                    "64 hexadecimal digits",
                    "The app's key, which proves what Discord posts.")),
            DiscordApi::new),
        new HttpProvider(
            "discord_bot",
            "Discord, as a bot, which also makes rooms",
            List.of(
                ProviderField.text("bot_token", "The bot's token.").required().secret(),
                id("guild_id", "The guild's id, in which rooms are made.").required(),
                id("incidents_category_id", "The category of rooms."),
                id("archive_category_id", "The category to which archived rooms are moved."),
                id("default_channel", "The id of the channel that messages go to."),
                ProviderField.url("url", "The API.").usually("https://discord.com/api/v10")),
            DiscordBotApi::new));
  }

  private static ProviderField id(String name, String about) {
    return ProviderField.text(name, "[0-9]{17,20}", "an id of digits", about);
  }
}
