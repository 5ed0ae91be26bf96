package dev.imas.notifier.channel.discord;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Messages in Discord, through the webhook of a channel (NTF-04, webhook mode). */
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
            DiscordApi::new));
  }
}
