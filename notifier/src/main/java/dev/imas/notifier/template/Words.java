package dev.imas.notifier.template;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;

/** The names that every channel uses for the same things. */
public final class Words {

  private static final int TITLE = 200;

  private Words() {}

  public static String emoji(Severity severity) {
    return switch (severity) {
      case SEV1_CRITICAL -> "🔴";
      case SEV2_HIGH -> "🟠";
      case SEV3_MEDIUM -> "🟡";
      case SEV4_LOW -> "🟢";
    };
  }

  /** {@code SEV1}. */
  public static String shortName(Severity severity) {
    return "SEV" + severity.number();
  }

  /** {@code INC-7F3K}. */
  public static String reference(PageContent.Incident incident) {
    String id = SafeText.line(incident.shortId(), 40);
    return id.startsWith("INC-") ? id : "INC-" + id;
  }

  /** {@code incident.severity_changed} becomes {@code severity changed}. */
  public static String event(PageContent page) {
    String name = page.event();
    return SafeText.line(name.substring(name.lastIndexOf('.') + 1).replace('_', ' '), 40);
  }

  public static String title(PageContent page) {
    return SafeText.line(page.incident().title(), TITLE);
  }

  /** {@code [SEV1] Database is down}: one subject for all messages of an incident. */
  public static String subject(PageContent page) {
    return "[" + shortName(page.incident().severity()) + "] " + title(page);
  }
}
