package dev.imas.notifier.channel.opsgenie;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Alerts in Opsgenie that follow our incidents (NTF-12). */
public final class OpsgenieKind {

  private OpsgenieKind() {}

  public static InstalledKind kind() {
    return VendorKind.place(
            "opsgenie",
            new HttpProvider(
                "opsgenie",
                "Opsgenie, an API integration",
                List.of(
                    ProviderField.text("api_key", "The key of the API integration.")
                        .required()
                        .secret(),
                    ProviderField.url("url", "The API; accounts in Europe have another.")
                        .usually("https://api.opsgenie.com/v2/alerts")),
                OpsgenieApi::new))
        .bridgingOut();
  }
}
