package dev.imas.notifier.channel.teams;

import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Cards in Microsoft Teams (NTF-10). */
public final class TeamsKind {

  static final String MESSAGE_CARD = "message_card";

  private TeamsKind() {}

  public static InstalledKind kind() {
    return VendorKind.place(
        "teams",
        new HttpProvider(
            "teams",
            "Microsoft Teams, the webhook of a workflow",
            List.of(
                ProviderField.url("url", "The webhook's address, which holds its signature.")
                    .required()
                    .secret(),
                ProviderField.choice(
                    "format",
                    List.of("adaptive_card", MESSAGE_CARD),
                    "message_card for an Office 365 connector, which Microsoft retires.")),
            TeamsApi::new));
  }
}
