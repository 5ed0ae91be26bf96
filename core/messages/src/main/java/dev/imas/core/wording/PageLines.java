package dev.imas.core.wording;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The content of a page, as labelled lines in the order in which people need them (NTF-15). */
public record PageLines(
    String headline, String emoji, String color, String summary, List<Line> lines) {

  /** Where a line leads. */
  public enum Link {
    /** The person acts by it. */
    REPLY,
    INCIDENT,
    RUNBOOK,
    MONITORING;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One fact. Values are safe text, not yet escaped for any markup.
   *
   * @param link null if it leads nowhere
   */
  public record Line(String label, String value, @Nullable Link link) {

    public boolean isLink() {
      return link != null;
    }

    /** Whether the person acts by this link. */
    public boolean isReply() {
      return link == Link.REPLY;
    }
  }

  public PageLines {
    lines = List.copyOf(lines);
  }

  /** As the shipped English templates have it. */
  public static PageLines of(PageContent page, Folded folded, String incidentUrl) {
    return new Wording(new ReceiverFacts(page, folded, incidentUrl), Templates.SHIPPED).lines();
  }

  /** The headline without its symbol. */
  public String plainHeadline() {
    return headline.startsWith(emoji) ? headline.substring(emoji.length()).strip() : headline;
  }

  /** For what is kept or passed on: whoever has the link acts as the receiver. */
  public PageLines withoutReply() {
    List<Line> others = new ArrayList<>(lines);
    others.removeIf(Line::isReply);
    return new PageLines(headline, emoji, color, summary, others);
  }
}
