package dev.imas.notifier.channel.pagerduty;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Incidents in PagerDuty that follow ours (NTF-11). */
public final class PagerDutyKind {

  private PagerDutyKind() {}

  public static InstalledKind kind() {
    return VendorKind.place(
            "pagerduty",
            new HttpProvider(
                "pagerduty",
                "PagerDuty, a service's Events API v2",
                List.of(
                    ProviderField.text(
                            "routing_key",
                            "[A-Za-z0-9]{32}",
                            "an integration key of 32 letters and digits",
                            "The integration key of the service.")
                        .required()
                        .secret(),
                    ProviderField.url("url", "The API; accounts in Europe have another.")
                        .usually("https://events.pagerduty.com/v2/enqueue")),
                PagerDutyApi::new))
        .bridgingOut();
  }
}
