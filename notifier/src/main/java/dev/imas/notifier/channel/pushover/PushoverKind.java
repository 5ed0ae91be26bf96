package dev.imas.notifier.channel.pushover;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Push messages over Pushover. */
public final class PushoverKind {

  private PushoverKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
            "pushover",
            "the key of a user or group, of 30 letters and digits",
            "[A-Za-z0-9]{30}",
            "uQiRzpo4DXghDmr9QzzfQu27cmVRsG",
            new HttpProvider(
                "pushover",
                "Pushover",
                List.of(
                    ProviderField.text(
                            "app_token",
                            "[A-Za-z0-9]{30}",
                            "a token of 30 letters and digits",
                            "The application's token.")
                        .required()
                        .secret(),
                    ProviderField.url("url", "The API.")
                        .usually("https://api.pushover.net/1/messages.json")),
                PushoverApi::new))
        .hidingAddresses();
  }
}
