package dev.imas.core.postmortem;

import dev.imas.core.http.Pieces;
import dev.imas.core.item.IncidentActions.Action;
import dev.imas.core.postmortem.PostMortemText.CitedEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A post-mortem as Markdown: its sections, the timeline as a table, and the actions as they stand
 * now. Pure.
 *
 * @param text of a published version, or the current one
 * @param state in words
 * @param sha256 of a published version; null for the current text
 * @param zone whose times are shown
 */
record PostMortemDocument(
    PublishedText text, String state, @Nullable String sha256, List<Action> actions, ZoneId zone) {

  static final String CONTENT_TYPE = "text/markdown; charset=utf-8";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;

  PostMortemDocument {
    actions = List.copyOf(actions);
  }

  /** As a response. */
  Pieces pieces() {
    return new Whole(markdown());
  }

  String markdown() {
    StringBuilder all = new StringBuilder();
    all.append("# Post-mortem of ")
        .append(text.incident())
        .append(": ")
        .append(MarkdownText.line(text.title()))
        .append("\n\n")
        .append(text.severity())
        .append(", ")
        .append(state)
        .append("\n\n");
    for (PostMortemPart part : PostMortemPart.values()) {
      text.sections().stream()
          .filter(one -> one.section().equals(part.wireName()) && !one.text().isBlank())
          .forEach(one -> section(all, part.title(), MarkdownText.block(one.text())));
      if (part == PostMortemPart.IMPACT) {
        timeline(all);
      }
    }
    actions(all);
    if (sha256 != null) {
      all.append("SHA-256 of the published version: `").append(sha256).append("`\n");
    }
    return all.toString().stripTrailing() + "\n";
  }

  private static void section(StringBuilder all, String title, String text) {
    all.append("## ").append(title).append("\n\n").append(text).append("\n\n");
  }

  private void timeline(StringBuilder all) {
    if (text.timeline().isEmpty()) {
      return;
    }
    all.append("## Timeline\n\nTimes are of ")
        .append(zone.getId())
        .append(".\n\n| Entry | Time | By | What happened |\n|---|---|---|---|\n");
    for (CitedEntry entry : text.timeline()) {
      all.append("| ")
          .append(entry.seq())
          .append(" | ")
          .append(at(entry.at(), TIME))
          .append(" | ")
          .append(MarkdownText.line(entry.author()))
          .append(" | ")
          .append(MarkdownText.line(entry.message()))
          .append(" |\n");
    }
    all.append('\n');
  }

  private void actions(StringBuilder all) {
    if (actions.isEmpty()) {
      return;
    }
    all.append("## Actions\n\n| Task | What is to do | Kind | Owner | Due | Status |\n")
        .append("|---|---|---|---|---|---|\n");
    for (Action action : actions) {
      Instant due = action.due();
      all.append("| ")
          .append(action.key())
          .append(" | ")
          .append(MarkdownText.line(action.title()))
          .append(" | ")
          .append(action.category() == null ? "" : action.category().replace('_', ' '))
          .append(" | ")
          .append(MarkdownText.line(action.owner()))
          .append(" | ")
          .append(due == null ? "" : at(due, DAY))
          .append(" | ")
          .append(MarkdownText.line(action.status()))
          .append(" |\n");
    }
    all.append('\n');
  }

  private String at(Instant at, DateTimeFormatter as) {
    return as.format(at.atZone(zone));
  }

  /** The document as one piece. */
  private static final class Whole implements Pieces {

    private @Nullable String left;

    Whole(String text) {
      this.left = text;
    }

    @Override
    public String contentType() {
      return CONTENT_TYPE;
    }

    @Override
    public @Nullable String next() {
      String text = left;
      left = null;
      return text;
    }
  }
}
