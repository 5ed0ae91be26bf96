package dev.imas.core.link;

import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentView;
import dev.imas.core.link.Links.Answered;
import dev.imas.core.link.Links.Subject;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page behind a link, in plain HTML. It has no script and loads nothing, so that whatever opens
 * it without being a person changes nothing. Pure.
 */
final class LinkPage {

  /** The same whatever is wrong with a link. */
  static final String GONE =
      PlainPage.html(
          "This link does not work",
          "<h1>This link does not work</h1><p>It has expired, or it never was one. Look for a newer"
              + " message about the incident, or log in.</p>");

  private LinkPage() {}

  /** A page about something other than an incident. */
  static String other(OtherLinks.Shown shown) {
    StringBuilder body = new StringBuilder();
    shown
        .said()
        .ifPresent(
            said ->
                body.append("<p class=\"said\" role=\"status\">")
                    .append(PlainPage.escape(said))
                    .append("</p>"));
    body.append("<h1>").append(PlainPage.escape(shown.title())).append("</h1>");
    shown.lines().forEach(line -> body.append("<p>").append(PlainPage.escape(line)).append("</p>"));
    // The button comes before a list that may be long.
    shown
        .button()
        .ifPresent(
            button ->
                body.append("<form method=\"post\"><button name=\"action\" value=\"")
                    .append(Act.ACKNOWLEDGE.wireName())
                    .append("\">")
                    .append(PlainPage.escape(button))
                    .append("</button></form>"));
    if (!shown.items().isEmpty()) {
      body.append("<ul>");
      shown
          .items()
          .forEach(item -> body.append("<li>").append(PlainPage.escape(item)).append("</li>"));
      body.append("</ul>");
    }
    return PlainPage.html(shown.title(), body.toString());
  }

  /** Asks the person what to do. */
  static String question(Subject subject) {
    return render(subject, null);
  }

  /** Says what became of the answer, and asks for what is left to do. */
  static String answer(Answered answered) {
    return render(
        answered.subject(),
        switch (answered) {
          case Answered.Done done ->
              "You have " + past(done.act()) + " " + name(done.subject()) + ".";
          case Answered.Again again -> again(again);
          case Answered.Refused refused -> "Nothing has changed: " + refused.fault().detail() + ".";
        });
  }

  private static String again(Answered.Again again) {
    Subject subject = again.subject();
    Instant at = subject.link().used().get(again.act());
    if (at != null) {
      return name(subject)
          + " is already "
          + past(again.act())
          + " by you, at "
          + Phrases.ENGLISH.time(at)
          + ".";
    }
    String lead = subject.incident().lead();
    return name(subject)
        + " is already "
        + subject.incident().status()
        + (lead == null
            ? ""
            : "; its lead is " + (lead.equals(subject.person().name()) ? "you" : lead))
        + ".";
  }

  private static String past(Act act) {
    return switch (act) {
      case ACKNOWLEDGE -> "acknowledged";
      case RESOLVE -> "resolved";
      case UNACKNOWLEDGE -> "un-acknowledged";
      case ESCALATE -> "escalated";
    };
  }

  private static String render(Subject subject, @Nullable String said) {
    IncidentView incident = subject.incident();
    StringBuilder body = new StringBuilder();
    if (said != null) {
      body.append("<p class=\"said\" role=\"status\">")
          .append(PlainPage.escape(said))
          .append("</p>");
    }
    body.append("<h1>")
        .append(PlainPage.escape(name(subject) + " " + incident.title()))
        .append("</h1><dl>");
    facts(subject)
        .forEach(
            (label, value) ->
                body.append("<dt>")
                    .append(label)
                    .append("</dt><dd>")
                    .append(PlainPage.escape(value))
                    .append("</dd>"));
    body.append("</dl>");
    List<Act> acts = open(subject);
    if (!acts.isEmpty()) {
      body.append("<form method=\"post\">");
      for (Act act : acts) {
        body.append("<button name=\"action\" value=\"")
            .append(act.wireName())
            .append("\">")
            .append(act == Act.ACKNOWLEDGE ? "Acknowledge " : "Resolve ")
            .append(PlainPage.escape(name(subject)))
            .append("</button>");
      }
      body.append("</form>");
    }
    body.append("<p>You act as ").append(PlainPage.escape(subject.person().name())).append(".</p>");
    return PlainPage.html(name(subject), body.toString());
  }

  private static Map<String, String> facts(Subject subject) {
    IncidentView incident = subject.incident();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Severity", Words.shortName(incident.severity()));
    facts.put("Status", incident.status().name());
    facts.put("Service", incident.serviceName());
    facts.put("Team", incident.team().name());
    facts.put("Started", Phrases.ENGLISH.time(incident.createdAt()));
    if (incident.lead() != null) {
      facts.put("Lead", incident.lead());
    }
    return facts;
  }

  /** What the link is still good for. */
  private static List<Act> open(Subject subject) {
    IncidentStatus status = subject.incident().status();
    return subject.link().acts().stream()
        .filter(act -> !subject.link().used().containsKey(act))
        .filter(
            act -> act == Act.ACKNOWLEDGE ? status == IncidentStatus.TRIGGERED : status.isOpen())
        .toList();
  }

  private static String name(Subject subject) {
    return subject.incident().shortId();
  }
}
