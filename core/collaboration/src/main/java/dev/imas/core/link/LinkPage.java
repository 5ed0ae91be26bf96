package dev.imas.core.link;

import dev.imas.core.incident.IncidentReplies.Act;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentView;
import dev.imas.core.link.Links.Answered;
import dev.imas.core.link.Links.Subject;
import dev.imas.core.platform.Fault;
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

  private LinkPage() {}

  /** The same whatever is wrong with a link. */
  static String gone(Phrases phrases) {
    String title = PlainPage.escape(phrases.say("page.gone"));
    return PlainPage.html(
        phrases.language(),
        title,
        "<h1>" + title + "</h1><p>" + PlainPage.escape(phrases.say("page.gone.text")) + "</p>");
  }

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
    return PlainPage.html(shown.language(), shown.title(), body.toString());
  }

  /** Asks the person what to do. */
  static String question(Subject subject) {
    return render(subject, null);
  }

  /** Says what became of the answer, and asks for what is left to do. */
  static String answer(Answered answered) {
    Subject subject = answered.subject();
    Phrases phrases = subject.phrases();
    return render(
        subject,
        switch (answered) {
          case Answered.Done done ->
              phrases.say("page.done." + done.act().wireName(), name(subject));
          case Answered.Again again -> again(again);
          case Answered.Refused refused -> refused(subject, refused.fault());
        });
  }

  private static String refused(Subject subject, Fault fault) {
    Phrases phrases = subject.phrases();
    return switch (fault.kind()) {
      case FORBIDDEN -> phrases.say("page.refused.forbidden");
      case CONFLICT -> phrases.say("page.refused.state", name(subject), status(subject));
      default -> phrases.say("page.refused.other");
    };
  }

  private static String again(Answered.Again again) {
    Subject subject = again.subject();
    Phrases phrases = subject.phrases();
    Instant at = subject.link().used().get(again.act());
    if (at != null) {
      return phrases.say("page.again." + again.act().wireName(), name(subject), phrases.time(at));
    }
    String lead = subject.incident().lead();
    if (lead == null) {
      return phrases.say("page.again.is", name(subject), status(subject));
    }
    return phrases.say(
        "page.again.lead",
        name(subject),
        status(subject),
        lead.equals(subject.person().name()) ? phrases.say("page.you") : lead);
  }

  private static String status(Subject subject) {
    return subject.phrases().say("status." + subject.incident().status().name());
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
            .append(
                PlainPage.escape(subject.phrases().say("page.go." + act.wireName(), name(subject))))
            .append("</button>");
      }
      body.append("</form>");
    }
    body.append("<p>")
        .append(PlainPage.escape(subject.phrases().say("page.as", subject.person().name())))
        .append("</p>");
    return PlainPage.html(subject.phrases().language(), name(subject), body.toString());
  }

  private static Map<String, String> facts(Subject subject) {
    IncidentView incident = subject.incident();
    Phrases phrases = subject.phrases();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(phrases.say("page.severity"), Words.shortName(incident.severity()));
    facts.put(phrases.say("page.status"), status(subject));
    facts.put(phrases.say("page.service"), incident.serviceName());
    facts.put(phrases.say("page.team"), incident.team().name());
    facts.put(phrases.say("page.started"), phrases.time(incident.createdAt()));
    if (incident.lead() != null) {
      facts.put(phrases.say("page.lead"), incident.lead());
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
