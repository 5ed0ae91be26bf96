package dev.imas.notifier.channel.slack;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Messages in Slack, as a bot (NTF-03). */
public final class SlackKind {

  private static final String CHANNEL = "#?[^\\s#@]{1,80}";

  private SlackKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
            "slack",
            "a channel's id, `#name` or a member's id, or `default` for the provider's own",
            CHANNEL,
            "C0123456789",
            new HttpProvider(
                    "slack",
                    "Slack, as a bot",
                    List.of(
                        ProviderField.text(
                                "bot_token",
                                "xoxb-[A-Za-z0-9-]+",
                                "a bot token, xoxb-…",
                                "The bot's token, with the scope chat:write.")
                            .required()
                            .secret(),
                        ProviderField.text(
                            "default_channel",
                            CHANNEL,
                            "a channel such as #incidents",
                            "The channel of contacts with the address default."),
                        ProviderField.text(
                                "signing_secret",
                                "The app's signing secret, which proves what Slack posts.")
                            .secret(),
                        ProviderField.choice(
                            "rooms",
                            List.of("off", "on"),
                            "Whether the app may make channels, so that incidents get rooms."),
                        ProviderField.url("url", "The API, for GovSlack another.")
                            .usually("https://slack.com/api")),
                    SlackApi::new)
                .withCards())
        .usuallyTo("default");
  }
}
