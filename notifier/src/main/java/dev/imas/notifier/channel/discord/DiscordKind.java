package dev.imas.notifier.channel.discord;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;
import java.util.regex.Pattern;

/** Messages in Discord, through the webhook of a channel or as a bot (NTF-04, both modes). */
public final class DiscordKind {

  private static final String BOT = "discord_bot";
  private static final String ID = "[0-9]{17,20}";
  private static final Pattern MEMBER = Pattern.compile(ID);

  private DiscordKind() {}

  /** Whether an address is a person's rather than the name of a provider. */
  static boolean isMember(String address) {
    return MEMBER.matcher(address).matches();
  }

  public static InstalledKind kind() {
    return VendorKind.place(
            "discord",
            new HttpProvider(
                "discord",
                "Discord, the webhook of a channel",
                List.of(
                    ProviderField.url(
                            "webhook_url", "The webhook's address, which holds its token.")
                        .required()
                        .secret(),
                    id(
                        "application_id",
                        "The app's id. Only a provider of type discord_bot uses it."),
                    publicKey("The app's key. Only a provider of type discord_bot uses it.")),
                DiscordApi::new),
            new HttpProvider(
                    BOT,
                    "Discord, as a bot, which also makes rooms",
                    List.of(
                        ProviderField.text("bot_token", "The bot's token.").required().secret(),
                        id("guild_id", "The guild's id, in which rooms are made.").required(),
                        id("incidents_category_id", "The category of rooms."),
                        id(
                            "archive_category_id",
                            "The category to which archived rooms are moved."),
                        id("default_channel", "The id of the channel that messages go to."),
                        id(
                            "application_id",
                            "The app's id. Only what is posted in its name is taken."),
                        publicKey(
                            "The app's key, which proves what Discord posts. With it, messages have"
                                + " buttons."),
                        ProviderField.url("url", "The API.")
                            .usually("https://discord.com/api/v10")),
                    DiscordBotApi::new)
                .withCards())
        .orMembers("a member's id of 17 to 20 digits", ID, BOT);
  }

  private static ProviderField publicKey(String about) {
    return ProviderField.text("public_key", "[0-9a-f]{64}", "64 hexadecimal digits", about);
  }

  private static ProviderField id(String name, String about) {
    return ProviderField.text(name, ID, "an id of digits", about);
  }
}
