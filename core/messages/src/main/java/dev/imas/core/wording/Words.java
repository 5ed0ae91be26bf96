package dev.imas.core.wording;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words and symbols that all channels share. */
public final class Words {

  private static final int TITLE = 200;
  private static final int NAME = 100;

  /** Takes the place of the incident's number in a digest. */
  public static final String DIGEST = "DIGEST";

  private Words() {}

  /** Green is used only for what is over, so that one look is enough. */
  public static String emoji(PageContent page) {
    if (!isAboutIncidents(page)) {
      return "🔔";
    }
    return isResolved(page)
        ? "✅"
        : switch (page.incident().severity()) {
          case SEV1_CRITICAL -> "🔴";
          case SEV2_HIGH -> "🟠";
          case SEV3_MEDIUM -> "🟡";
          case SEV4_LOW -> "🔵";
        };
  }

  /** The colour of {@link #emoji}, for channels that can show it: {@code #c62828}. */
  public static String color(PageContent page) {
    if (!isAboutIncidents(page)) {
      return "#616161";
    }
    return isResolved(page)
        ? "#2e7d32"
        : switch (page.incident().severity()) {
          case SEV1_CRITICAL -> "#c62828";
          case SEV2_HIGH -> "#e65100";
          case SEV3_MEDIUM -> "#f9a825";
          case SEV4_LOW -> "#1565c0";
        };
  }

  /** The colour of a card in a chat: of the severity while it is open, then of its status. */
  public static String cardColor(PageContent page) {
    if (!isAboutIncidents(page)) {
      return "#6C757D";
    }
    return switch (page.incident().status()) {
      case "ACKNOWLEDGED" -> "#FD7E14";
      case "MITIGATED" -> "#0D6EFD";
      case "RESOLVED" -> "#198754";
      default ->
          switch (page.incident().severity()) {
            case SEV1_CRITICAL -> "#DC3545";
            case SEV2_HIGH -> "#FD7E14";
            case SEV3_MEDIUM -> "#FFC107";
            case SEV4_LOW -> "#0DCAF0";
          };
    };
  }

  /** Whether there is anything left to do about its incident. */
  public static boolean isAnswerable(PageContent page) {
    return page.event().startsWith("incident.")
        && !page.event().equals("incident.handed_over")
        && !isResolved(page);
  }

  /** Whether nobody works on it yet. */
  public static boolean isUnacknowledged(PageContent page) {
    return page.incident().status().equals("TRIGGERED");
  }

  /** Whether somebody works on it who may take that back. */
  public static boolean isAcknowledged(PageContent page) {
    return page.incident().status().equals("ACKNOWLEDGED");
  }

  /** Whether it calls people, rather than telling what has happened since. */
  public static boolean isCall(PageContent page) {
    return isCall(page.event());
  }

  /** The same by the event's name. */
  public static boolean isCall(String event) {
    return switch (event) {
      case "incident.triggered",
          "incident.reopened",
          "incident.refired",
          "incident.escalated",
          "incident.joined",
          "incident.reminded",
          "incident.unacknowledged",
          "incident.scope_added",
          "incident.severity_changed",
          "incident.service_changed",
          PageContent.DIGEST ->
          true;
      default -> false;
    };
  }

  public static boolean isResolved(PageContent page) {
    return page.incident().status().equals("RESOLVED");
  }

  public static boolean isTest(PageContent page) {
    return page.event().equals(PageContent.TEST);
  }

  /** Whether it carries the code that verifies the receiver, and is about no incident. */
  public static boolean isCode(PageContent page) {
    return page.event().equals(PageContent.VERIFICATION);
  }

  /** Whether it is about something other than an incident, and says so itself. */
  public static boolean isNotice(PageContent page) {
    return PageContent.isNotice(page.event());
  }

  /** Whether it is a message of its own words, without an incident's facts. */
  public static boolean isPlain(PageContent page) {
    return isCode(page) || isNotice(page);
  }

  private static boolean isAboutIncidents(PageContent page) {
    return !isTest(page) && !isPlain(page);
  }

  /** {@code SEV1}. */
  public static String shortName(Severity severity) {
    return "SEV" + severity.number();
  }

  /** {@code INC-7F3K}. */
  public static String reference(PageContent.Incident incident) {
    return reference(incident.shortId());
  }

  /** The same of an id as it is stored, with or without {@code INC-}. */
  public static String reference(@Nullable String shortId) {
    String id = SafeText.line(shortId, 40);
    return id.startsWith("INC-") || id.equals(DIGEST) ? id : "INC-" + id;
  }

  /** {@code incident.severity_changed} becomes {@code severity changed}. */
  static String event(String event, Phrases phrases) {
    String name = event.substring(event.lastIndexOf('.') + 1);
    return phrases.sayOr("event." + name, SafeText.line(name.replace('_', ' '), 40));
  }

  /**
   * {@code DatabaseDown: db-7 does not answer}: the alert's name, put before a text that lacks it.
   */
  public static String title(PageContent page) {
    String title = SafeText.line(page.incident().title(), TITLE);
    String name = alertName(page);
    return name.isEmpty() || contains(title, name) ? title : name + ": " + title;
  }

  /** The number of alerts, where there is more than one; else empty. */
  static String scope(PageContent page, Phrases phrases) {
    int alerts = page.incident().alertCount();
    int firing = page.incident().firingCount();
    if (alerts < 2) {
      return "";
    }
    if (firing == 0) {
      // Left out where the number is not known: an earlier version did not store it.
      return isResolved(page) ? phrases.say("scope.none", number(alerts)) : "";
    }
    return firing < alerts
        ? phrases.say("scope.some", number(firing), number(alerts))
        : phrases.say("scope.all", number(alerts));
  }

  /** The runbook: the alert's own before the service's. */
  public static @Nullable String runbook(PageContent.Incident incident) {
    PageContent.Alert alert = incident.alert();
    if (alert != null) {
      for (String name : new String[] {"runbook_url", "runbook"}) {
        String url = alert.annotations().get(name);
        if (url != null && isWebAddress(url)) {
          return url;
        }
      }
    }
    return incident.service().runbookUrl();
  }

  /** The alert's address in its monitoring tool. */
  public static @Nullable String monitoring(PageContent.Incident incident) {
    PageContent.Alert alert = incident.alert();
    String url = alert == null ? null : alert.url();
    return url == null || !isWebAddress(url) ? null : url;
  }

  /** Whether a browser opens it as a page, rather than running it. */
  public static boolean isWebAddress(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return lower.startsWith("https://") || lower.startsWith("http://");
  }

  static String alertName(PageContent page) {
    PageContent.Alert alert = page.incident().alert();
    return alert == null ? "" : SafeText.line(alert.name(), NAME);
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static String number(int n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
