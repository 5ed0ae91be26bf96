package dev.imas.notifier.template;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of a page, as labelled lines in the order in which people need them (NTF-15). */
public record PageLines(String headline, String color, String summary, List<Line> lines) {

  private static final int DESCRIPTION = 500;
  private static final int LIST = 2000;

  /** One fact. Values are safe text, not yet escaped for any markup. */
  public record Line(String label, String value, boolean isLink) {

    /** Whether the person acts by this link. */
    public boolean isReply() {
      return isLink
          && (label.equals("Acknowledge")
              || label.equals("Resolve")
              || label.equals("Choose your password"));
    }
  }

  public PageLines {
    lines = List.copyOf(lines);
  }

  public static PageLines of(PageContent page, Folded folded, String incidentUrl) {
    return of(page, folded, incidentUrl, null);
  }

  /**
   * @param reply by which this receiver, a person, acts
   */
  public static PageLines of(
      PageContent page, Folded folded, String incidentUrl, @Nullable ReplyLink reply) {
    PageContent.Incident incident = page.incident();
    List<Line> lines = new ArrayList<>();
    if (Words.isPlain(page)) {
      add(lines, "By", page.author(), false);
      add(lines, "Tenant", page.tenant(), false);
      if (reply != null) {
        add(lines, reply.label(), reply.url().reveal(), true);
      } else if (Words.isNotice(page)) {
        add(lines, "Details", incidentUrl, true);
      }
      return new PageLines(Words.headline(page), Words.color(page), summary(page, folded), lines);
    }
    add(lines, "Status", status(page), false);
    add(lines, "Service", service(incident.service()), false);
    add(lines, "Team", incident.team(), false);
    if (incident.alertCount() > 0) {
      add(lines, "Alerts", alerts(page), false);
    }
    add(lines, "Labels", labels(incident.alert()), false);
    add(lines, "Started", incident.createdAt().toString(), false);
    add(lines, "By", page.author(), false);
    add(lines, "Tenant", page.tenant(), false);
    if (reply != null) {
      add(lines, reply.label(), reply.url().reveal(), true);
    }
    add(lines, "Incident", incidentUrl, true);
    add(lines, "Runbook", Words.runbook(incident), true);
    add(lines, "Monitoring", Words.monitoring(incident), true);
    return new PageLines(Words.headline(page), Words.color(page), summary(page, folded), lines);
  }

  /** Why it goes to this receiver, what came before, the event's message, and the description. */
  private static String summary(PageContent page, Folded folded) {
    return Stream.of(
            SafeText.line(page.note(), DESCRIPTION), FoldedWords.line(page, folded), told(page))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String told(PageContent page) {
    String message = SafeText.block(page.message(), DESCRIPTION);
    String description =
        SafeText.block(
            page.incident().description(),
            page.event().equals(PageContent.DIGEST) || Words.isNotice(page) ? LIST : DESCRIPTION);
    if (message.isEmpty() || message.equals(description)) {
      return description;
    }
    return description.isEmpty() ? message : message + "\n" + description;
  }

  /** The status, with the event where the status does not show it: {@code TRIGGERED (reopened)}. */
  private static String status(PageContent page) {
    String status = page.incident().status();
    String event = Words.event(page);
    return event.equalsIgnoreCase(status) ? status : status + " (" + event + ")";
  }

  private static String service(PageContent.Service service) {
    String tier = service.tier();
    return tier == null ? service.name() : service.name() + " (" + tier + ")";
  }

  private static String alerts(PageContent page) {
    String scope = Words.scope(page);
    return scope.isEmpty() ? Integer.toString(page.incident().alertCount()) : scope;
  }

  private static @Nullable String labels(PageContent.@Nullable Alert alert) {
    return alert == null
        ? null
        : new TreeMap<>(alert.labels())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
  }

  private static void add(List<Line> lines, String label, @Nullable String value, boolean isLink) {
    String safe = SafeText.line(value, isLink ? 2000 : 300);
    if (!safe.isEmpty()) {
      lines.add(new Line(label, safe, isLink));
    }
  }
}
