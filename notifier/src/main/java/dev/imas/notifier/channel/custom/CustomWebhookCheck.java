package dev.imas.notifier.channel.custom;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.wording.InvalidTemplateException;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Wording;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a config before it is stored: a template is tried on the opening and on the
 * end of an incident whose texts hold what breaks bodies.
 */
final class CustomWebhookCheck {

  private static final UUID NOBODY = new UUID(0, 0);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private CustomWebhookCheck() {}

  /**
   * @param config what fits the fields one by one; secrets are in clear text
   * @return by field, what is wrong, as the rest of a sentence without any value
   */
  static Map<String, String> faults(Map<String, Object> config) {
    Map<String, String> faults = new LinkedHashMap<>();
    String template = text(config, CustomWebhookKind.TEMPLATE);
    String fault = template == null ? null : faultOf(BodyFormat.of(config.get("format")), template);
    if (fault != null) {
      faults.put(CustomWebhookKind.TEMPLATE, fault);
    }
    if (config.get(CustomWebhookKind.HEADERS) instanceof List<?> headers) {
      for (int i = 0; i < headers.size(); i++) {
        String wrong = OwnHeader.faultOf(String.valueOf(headers.get(i)));
        if (wrong != null) {
          faults.put(CustomWebhookKind.HEADERS, "entry " + (i + 1) + " " + wrong);
        }
      }
    }
    String secret = text(config, CustomWebhookKind.SECRET_HEADER);
    String wrong = secret == null ? null : OwnHeader.faultOf(secret);
    if (wrong != null) {
      faults.put(CustomWebhookKind.SECRET_HEADER, wrong);
    }
    return faults;
  }

  private static @Nullable String text(Map<String, Object> config, String name) {
    return config.get(name) instanceof String text ? text : null;
  }

  private static @Nullable String faultOf(BodyFormat format, String source) {
    try {
      CustomBody body = CustomBody.compile(format, source);
      if (body(body, sample("incident.triggered", "TRIGGERED")).isBlank()) {
        return "makes nothing of an incident that has just opened, so nobody would be told";
      }
      body(body, sample("incident.resolved", "RESOLVED"));
      return null;
    } catch (InvalidTemplateException e) {
      return "cannot be used: " + e.getMessage();
    }
  }

  private static String body(CustomBody body, PageContent content) throws InvalidTemplateException {
    Wording wording =
        new Wording(
            new ReceiverFacts(content, Folded.NOTHING, "https://imas.example/incidents/INC-7F3K"),
            Templates.SHIPPED);
    return body.of(NOBODY, content, Folded.NOTHING, wording, wording.lines());
  }

  private static PageContent sample(String event, String status) {
    String text = "\"orders\" \\ {{title}}\n\tdoes <not> & will ü not";
    return new PageContent(
        event,
        AT,
        text,
        new PageContent.Incident(
            NOBODY,
            "INC-7F3K",
            text,
            text,
            Severity.SEV2_HIGH,
            status,
            new PageContent.Service(NOBODY, text, "TIER_2", "https://runbooks.example/orders"),
            text,
            3,
            AT,
            null,
            2,
            new PageContent.Alert("DatabaseDown", Map.of("job", text), Map.of(), null),
            0),
        text,
        text,
        null);
  }
}
