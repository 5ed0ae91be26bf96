package dev.imas.notifier.channel.sms;

import dev.imas.core.model.Medium;
import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Text messages to phones (NTF-07, and Twilio). */
public final class SmsKind {

  private SmsKind() {}

  public static InstalledKind kind() {
    return VendorKind.addressed(
            "sms",
            "a phone number with its country, as E.164 writes it",
            "\\+[1-9][0-9]{6,14}",
            "+33612345678",
            new HttpProvider(
                    "ovh_sms",
                    "OVHcloud SMS",
                    List.of(
                        ProviderField.text("application_key", "The application's key.").required(),
                        ProviderField.text("application_secret", "The application's secret.")
                            .required()
                            .secret(),
                        ProviderField.text("consumer_key", "The consumer key.").required().secret(),
                        ProviderField.text(
                                "service_name",
                                "sms-[A-Za-z0-9-]{1,40}",
                                "sms-xx12345-1",
                                "The SMS account.")
                            .required(),
                        ProviderField.text(
                            "sender", "The sender's name or number, as it is registered."),
                        ProviderField.url("url", "The API; other regions have others.")
                            .usually("https://eu.api.ovh.com/1.0"),
                        ProviderField.number(
                                "low_credits",
                                0,
                                1_000_000,
                                "With fewer credits left than this, the fallback is notified.")
                            .usually(OvhCredits.USUALLY_LOW)),
                    OvhApi::new)
                .prepaid(),
            new HttpProvider(
                "twilio",
                "Twilio",
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
                            "A number or name of yours, or a messaging service: MG and 32 digits.")
                        .required(),
                    ProviderField.text(
                        "status_callback",
                        "https://[^\\s?#]{1,300}/api/v1/twilio/[^\\s?#]{1,60}",
                        "https://<core>/api/v1/twilio/<hook>/status",
                        "Where Twilio reports that a message did not arrive."),
                    ProviderField.url("url", "The API; other regions have others.")
                        .usually("https://api.twilio.com")),
                TwilioApi::new))
        .reachingBy(Medium.SMS);
  }
}
