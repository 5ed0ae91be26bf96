package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.Secrets.Secret;
import org.jspecify.annotations.Nullable;

/** Services that page, and webhooks: PagerDuty, Opsgenie, Pushover. */
final class PagingIntegrations {

  private static final String EVENTS = "https://events.pagerduty.com/v2/enqueue";
  private static final String NO_KEY = "has no key to send with";

  /** Where a gateway takes what Alertmanager posts. */
  private static final String OUR_PATH = "/api/v1/webhooks/";

  private PagingIntegrations() {}

  static void pagerduty(Integration of) {
    String url = of.text("url", "pagerduty_url");
    Secret key = key(of, "routing_key");
    Secret old = key == null ? key(of, "service_key") : null;
    if (key == null && old == null) {
      of.left(NO_KEY);
      return;
    }
    ObjectNode config = Integration.config();
    if (url != null && !url.equals(EVENTS) && key != null) {
      config.put("url", url);
    }
    Secret used = key != null ? key : newKey(of, old);
    of.place("pagerduty", "pagerduty", used, "routing_key", config);
    if (key != null) {
      of.carried("is a contact of the channel pagerduty, with a provider of its own");
    } else {
      of.changed(
          "is a contact of the channel pagerduty. IMAS speaks version 2 of the Events API, for"
              + " which the service needs an integration key of its own");
    }
  }

  /** Null if it is missing, or a template. */
  private static @Nullable Secret key(Integration of, String member) {
    String text = of.fields().text(member);
    if (text != null && Integration.isTemplate(text)) {
      of.left(member, "is a template; IMAS needs a key that is always the same");
      of.fields().text(member + "_file");
      return null;
    }
    return of.secrets().of(of.fields(), member, of.secretName(member));
  }

  private static Secret newKey(Integration of, @Nullable Secret old) {
    return of.secrets()
        .variable(
            "version 2 of " + (old == null ? "" : old.identity()),
            of.secretName("integration_key"),
            of.fields().path("service_key"),
            "an integration key for the Events API v2");
  }

  static void opsgenie(Integration of) {
    String url = of.text("api_url", "opsgenie_api_url");
    Secret key = of.secret("api_key", "opsgenie_api_key");
    if (key == null) {
      of.left(NO_KEY);
      return;
    }
    ObjectNode config = Integration.config();
    if (url != null && !url.isBlank()) {
      config.put("url", url.replaceFirst("/+$", "") + "/v2/alerts");
    }
    of.place("opsgenie", "opsgenie", key, "api_key", config);
    of.carried("is a contact of the channel opsgenie, with a provider of its own");
  }

  static void pushover(Integration of) {
    Secret user = of.secrets().of(of.fields(), "user_key", of.secretName("user_key"));
    Secret token = of.secrets().of(of.fields(), "token", of.secretName("token"));
    if (user == null || token == null) {
      of.left(NO_KEY);
      return;
    }
    ObjectNode config = Integration.config();
    config.set("app_token", token.reference());
    of.account("pushover", token.identity(), config);
    of.contact("pushover", "pushover", user.reference());
    of.carried("is a contact of the channel pushover");
  }

  static void webhook(Integration of) {
    String url = of.fields().text("url");
    if (url != null && url.contains(OUR_PATH)) {
      of.fields().text("url_file");
      of.left("it posts to IMAS itself, which is not notified of its own alerts");
      return;
    }
    if (url != null && Integration.isTemplate(url)) {
      of.left("url", "is a template; IMAS needs an address that is always the same");
      return;
    }
    Secret address = of.secrets().of(of.fields(), "url", of.secretName("url"));
    if (address == null) {
      of.left("has no address to send to");
      return;
    }
    of.contact("webhook", "webhook", address.reference());
    of.changed(
        "is a contact of the channel webhook. IMAS posts a body of its own about an incident, so"
            + " what reads Alertmanager's has to be changed");
  }
}
