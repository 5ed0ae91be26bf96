package dev.imas.notifier.channel.custom;

import dev.imas.core.model.ProviderField;
import dev.imas.core.wording.RequestTemplate;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorKind;
import java.util.List;

/** Any system with an HTTP API, such as one for tickets (NTF-08). */
public final class CustomWebhookKind {

  static final String URL = "url";
  static final String METHOD = "method";
  static final String HEADERS = "headers";
  static final String FORMAT = "format";
  static final String TEMPLATE = "template";
  static final String ANSWER_ID = "answer_id";
  static final String AUTHORIZATION = "authorization";
  static final String SECRET_HEADER = "secret_header";
  static final String SECRET = "secret";

  private static final int MOST_HEADERS = 20;

  private CustomWebhookKind() {}

  public static InstalledKind kind() {
    return VendorKind.place(
            "custom_webhook",
            new HttpProvider(
                    "custom_webhook",
                    "Custom webhook: your own method, headers and body",
                    List.of(
                        ProviderField.url(URL, "Where each message goes.").required(),
                        ProviderField.choice(
                            METHOD, List.of("POST", "PUT", "PATCH"), "The method of the request."),
                        ProviderField.choice(
                            FORMAT,
                            List.of("json", "form", "text"),
                            "The type of the body, by which values are escaped: JSON, a form, or"
                                + " plain text."),
                        ProviderField.block(
                                TEMPLATE,
                                RequestTemplate.LONGEST_SOURCE,
                                "The body, with variables such as {{title}}. Where it makes"
                                    + " nothing, nothing is sent.")
                            .required(),
                        ProviderField.texts(
                            HEADERS, MOST_HEADERS, "More headers, each as Name: value."),
                        ProviderField.text(
                                AUTHORIZATION,
                                "The Authorization header, such as Bearer and a token.")
                            .secret(),
                        ProviderField.text(
                                SECRET_HEADER, "One more header that is secret, as Name: value.")
                            .secret(),
                        ProviderField.text(
                                SECRET, "Signs each request, in the header X-IMAS-Signature.")
                            .secret(),
                        ProviderField.text(
                            ANSWER_ID,
                            "(/[^/]{1,100}){1,8}",
                            "/ticket/id",
                            "Where a JSON answer holds the id of what was made, as a JSON"
                                + " pointer.")),
                    CustomWebhookApi::new)
                .checked(CustomWebhookCheck::faults))
        .bridgingOut();
  }
}
