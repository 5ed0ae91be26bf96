package dev.imas.core.postmortem;

import dev.imas.core.item.IncidentActions.Action;
import dev.imas.core.report.Report;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Part;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A post-mortem as a report: its sections, the timeline as a table, and the actions as they stand
 * now. Pure.
 *
 * @param text of a published version, or the current one
 * @param state in words
 * @param sha256 of a published version; null for the current text
 * @param zone whose times are shown
 */
record PostMortemDocument(
    PublishedText text, String state, @Nullable String sha256, List<Action> actions, ZoneId zone) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  PostMortemDocument {
    actions = List.copyOf(actions);
  }

  Report report() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Incident", text.incident() + ", " + text.title()));
    facts.add(new Fact("Severity", text.severity().name().substring(0, "SEV1".length())));
    facts.add(new Fact("State", state));
    facts.add(new Fact("Times", zone.getId()));
    if (sha256 != null) {
      facts.add(new Fact("SHA-256 of the version", sha256));
    }
    List<Section> sections = new ArrayList<>();
    for (PostMortemPart part : PostMortemPart.values()) {
      text.sections().stream()
          .filter(one -> one.section().equals(part.wireName()) && !one.text().isBlank())
          .map(one -> Section.of(part.title(), new Report.Text(one.text())))
          .forEach(sections::add);
      if (part == PostMortemPart.IMPACT && !text.timeline().isEmpty()) {
        sections.add(Section.of("Timeline", timeline()));
      }
    }
    if (!actions.isEmpty()) {
      sections.add(Section.of("Actions", actionsAsTable()));
    }
    return new Report("Post-mortem of " + text.incident(), "en", facts, sections);
  }

  private Part timeline() {
    return new Table(
        List.of("Entry", "Time", "By", "What happened"),
        text.timeline().stream()
            .map(
                entry ->
                    List.of(
                        String.valueOf(entry.seq()),
                        at(entry.at(), TIME),
                        entry.author(),
                        entry.message()))
            .toList());
  }

  private Part actionsAsTable() {
    return new Table(
        List.of("Task", "What is to do", "Kind", "Owner", "Due", "Status"),
        actions.stream()
            .map(
                action -> {
                  Instant due = action.due();
                  String category = action.category();
                  return List.of(
                      action.key(),
                      action.title(),
                      category == null ? "" : category.replace('_', ' '),
                      action.owner(),
                      due == null ? "" : at(due, DateTimeFormatter.ISO_LOCAL_DATE),
                      action.status());
                })
            .toList());
  }

  private String at(Instant at, DateTimeFormatter as) {
    return as.format(at.atZone(zone));
  }
}
