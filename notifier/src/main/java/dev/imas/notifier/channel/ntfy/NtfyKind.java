package dev.imas.notifier.channel.ntfy;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Push messages over ntfy.sh or a server of one's own (NTF-09). */
public final class NtfyKind {

  static final String TOPIC = "[-_A-Za-z0-9]{1,64}";

  private NtfyKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
            "ntfy",
            "a topic, or `default` for the provider's own. Who knows a topic may read it",
            TOPIC,
            "ops-pages",
            new HttpProvider(
                "ntfy",
                "ntfy",
                List.of(
                    ProviderField.url("server_url", "The server, such as https://ntfy.sh.")
                        .required(),
                    ProviderField.text(
                            "default_topic",
                            TOPIC,
                            "a topic such as ops",
                            "The topic of contacts with the address default.")
                        .required(),
                    ProviderField.text("access_token", "An access token, such as tk_….").secret(),
                    ProviderField.text("username", "Used with the password, without a token."),
                    ProviderField.text("password", "The password of the user.").secret(),
                    ProviderField.number(
                            "default_priority", 1, 5, "The priority of what is no page.")
                        .usually(3),
                    ProviderField.texts("default_tags", 5, "Tags after those of the severity.")),
                NtfyApi::new))
        .usuallyTo("default")
        .hidingAddresses();
  }
}
