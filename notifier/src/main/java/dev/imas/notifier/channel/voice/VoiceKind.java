package dev.imas.notifier.channel.voice;

import dev.imas.core.model.Medium;
import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Phone calls that read a page out, and ask for a key (decision M16). */
public final class VoiceKind {

  private VoiceKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
            "voice",
            "a phone number with its country, as E.164 writes it",
            "\\+[1-9][0-9]{6,14}",
            "+33612345678",
            new HttpProvider(
                "twilio_voice",
                "Twilio, phone calls",
                List.of(
                    ProviderField.text(
                            "account_sid",
                            "AC[0-9a-f]{32}",
                            "AC and 32 hexadecimal digits",
                            "The account.")
                        .required(),
                    ProviderField.text("auth_token", "The account's token.").required().secret(),
                    ProviderField.text(
                            "from",
                            "\\+[1-9][0-9]{6,14}",
                            "+33123456789",
                            "A number of yours that may make calls.")
                        .required(),
                    ProviderField.text(
                            "callback",
                            "https://[^\\s?#]{1,300}/api/v1/twilio/[^\\s?#]{1,60}",
                            "https://<core>/api/v1/twilio/<hook>/voice",
                            "Where Twilio posts which key was pressed, and how the call ended.")
                        .required(),
                    ProviderField.number(
                            "ring_seconds",
                            10,
                            120,
                            "For how long it rings; less than until your voicemail answers.")
                        .usually(30),
                    ProviderField.url("url", "The API; other regions have others.")
                        .usually("https://api.twilio.com")),
                TwilioCallsApi::new))
        .reachingBy(Medium.VOICE);
  }
}
