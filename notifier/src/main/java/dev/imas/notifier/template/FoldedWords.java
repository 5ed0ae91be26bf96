package dev.imas.notifier.template;

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
  static String line(PageContent page, Folded folded) {
    if (folded.earlierCount() == 0) {
      return "";
    }
    List<Folded.Moment> earlier = folded.earlier();
    String told =
        earlier.stream().map(FoldedWords::moment).collect(Collectors.joining(", "))
            + (folded.earlierCount() > earlier.size()
                ? " (" + folded.earlierCount() + " in all)"
                : "");
    boolean opened =
        earlier.stream()
            .anyMatch(m -> m.event().endsWith(".triggered") || m.event().endsWith(".reopened"));
    return opened && page.event().equals(RESOLVED)
        ? "Opened and already over; not told before: " + told
        : "Not told before: " + told;
  }

  private static String moment(Folded.Moment moment) {
    String event = moment.event();
    Instant at = moment.occurredAt();
    return SafeText.line(event.substring(event.lastIndexOf('.') + 1).replace('_', ' '), 40)
        + " as "
        + Words.shortName(moment.severity())
        + (at == null ? "" : " at " + at);
  }
}
