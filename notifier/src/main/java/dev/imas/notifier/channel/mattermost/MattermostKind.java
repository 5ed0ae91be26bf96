package dev.imas.notifier.channel.mattermost;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Posts in Mattermost, as a bot. */
public final class MattermostKind {

  private MattermostKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
        "mattermost",
        "the id of a channel, of 26 letters and digits",
        "[a-z0-9]{26}",
        "4xp9fdt77pncbef59f4k1qe83o",
        new HttpProvider(
                "mattermost",
                "Mattermost, as a bot",
                List.of(
                    ProviderField.url("server_url", "The server.").required(),
                    ProviderField.text("bot_token", "The bot's access token.").required().secret()),
                MattermostApi::new)
            .withCards());
  }
}
