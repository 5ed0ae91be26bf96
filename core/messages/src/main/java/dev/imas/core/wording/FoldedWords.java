package dev.imas.core.wording;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What a page says about the messages that were folded into it. */
final class FoldedWords {

  private static final String RESOLVED = "incident.resolved";

  private FoldedWords() {}

  /** One line; empty when nothing was folded. */
  static String line(PageContent page, Folded folded, Phrases phrases) {
    if (folded.earlierCount() == 0) {
      return "";
    }
    List<Folded.Moment> earlier = folded.earlier();
    String told =
        earlier.stream().map(m -> moment(m, phrases)).collect(Collectors.joining(", "))
            + (folded.earlierCount() > earlier.size()
                ? " " + phrases.say("folded.count", Integer.toString(folded.earlierCount()))
                : "");
    boolean opened =
        earlier.stream()
            .anyMatch(m -> m.event().endsWith(".triggered") || m.event().endsWith(".reopened"));
    return phrases.say(
        opened && page.event().equals(RESOLVED) ? "folded.over" : "folded.before", told);
  }

  private static String moment(Folded.Moment moment, Phrases phrases) {
    String event = Words.event(moment.event(), phrases);
    String severity = Words.shortName(moment.severity());
    Instant at = moment.occurredAt();
    return at == null
        ? phrases.say("folded.moment", event, severity)
        : phrases.say("folded.moment.at", event, severity, phrases.time(at));
  }
}
