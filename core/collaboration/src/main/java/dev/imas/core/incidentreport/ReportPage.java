package dev.imas.core.incidentreport;

import dev.imas.core.incidentreport.IncidentReport.Action;
import dev.imas.core.incidentreport.IncidentReport.Entry;
import dev.imas.core.incidentreport.IncidentReport.Update;
import dev.imas.core.incidentreport.IncidentReport.Value;
import dev.imas.core.report.DocumentWords;
import dev.imas.core.report.Report;
import dev.imas.core.report.Report.Checklist;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import dev.imas.core.report.Report.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The report of an incident as a document, in a language. Pure. */
final class ReportPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.ROOT);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss", Locale.ROOT);
  private static final int BOXES = 4;

  private final IncidentReport report;
  private final DocumentWords words;
  private final ZoneId zone;

  private ReportPage(IncidentReport report, DocumentWords words) {
    this.report = report;
    this.words = words;
    this.zone = ZoneId.of(report.timeZone());
  }

  static Report of(IncidentReport report, DocumentWords words) {
    return new ReportPage(report, words).page();
  }

  private Report page() {
    List<Section> sections = new ArrayList<>();
    text(sections, "what", report.description());
    text(sections, "business", report.businessImpact());
    text(sections, "root", report.rootCause());
    text(sections, "resolution", report.resolution());
    sections.add(actions("corrective"));
    sections.add(actions("preventive"));
    List<Action> others = of(null, "follow_up");
    if (!others.isEmpty()) {
      sections.add(Section.of(words.say("other"), new Checklist(items(others))));
    }
    updates(sections);
    timeline(sections);
    sections.add(Section.of(words.say("made"), new Text(made())));
    return new Report(
        filled("title", report.id()) + ": " + report.title(), words.language(), facts(), sections);
  }

  private String made() {
    return time(report.madeAt()) + ". " + filled("zone", report.timeZone());
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    fact(facts, "detected", time(report.detectedAt()));
    fact(facts, "acknowledged", time(report.acknowledgedAt()));
    fact(facts, "resolved", time(report.resolvedAt()));
    fact(facts, "priority", report.priority());
    fact(facts, "status", words.say("status." + report.status()));
    fact(facts, "service", report.service());
    fact(facts, "team", report.team());
    fact(facts, "lead", report.lead());
    fact(facts, "scopes", String.join(", ", report.scopes()));
    fact(facts, "users", report.usersAffected());
    fact(facts, "functions", report.functionsAffected());
    fact(facts, "outage", outage());
    fact(facts, "cause", report.cause());
    for (Value value : report.fields()) {
      facts.add(new Fact(value.label(), value.value()));
    }
    return facts;
  }

  private void fact(List<Fact> facts, String word, @Nullable String value) {
    facts.add(new Fact(words.say(word), Objects.requireNonNullElse(value, "")));
  }

  private @Nullable String outage() {
    Long seconds = report.outageSeconds();
    if (seconds == null) {
      return null;
    }
    Duration length = Duration.ofSeconds(seconds);
    String days = length.toDays() == 0 ? "" : length.toDays() + " d ";
    String hours = length.toHours() == 0 ? "" : length.toHoursPart() + " h ";
    return days
        + hours
        + length.toMinutesPart()
        + " min ("
        + time(report.impactStartedAt())
        + " – "
        + time(report.impactEndedAt())
        + ")";
  }

  private String time(@Nullable Instant at) {
    return at == null ? "" : TIME.format(at.atZone(zone));
  }

  private void text(List<Section> sections, String word, @Nullable String markdown) {
    if (markdown != null && !markdown.isBlank()) {
      sections.add(Section.of(words.say(word), new Text(markdown)));
    }
  }

  /** Where nothing is known, boxes to tick by hand. */
  private Section actions(String category) {
    List<Action> known = of(category);
    return Section.of(
        words.say(category),
        new Checklist(
            known.isEmpty()
                ? IntStream.rangeClosed(1, BOXES)
                    .mapToObj(i -> new Checklist.Item(words.say(category + "." + i), false))
                    .toList()
                : items(known)));
  }

  private List<Action> of(@Nullable String... categories) {
    List<@Nullable String> wanted = Arrays.asList(categories);
    return report.actions().stream().filter(one -> wanted.contains(one.category())).toList();
  }

  private List<Checklist.Item> items(List<Action> actions) {
    return actions.stream()
        .map(
            one ->
                new Checklist.Item(
                    one.key()
                        + " "
                        + one.title()
                        + (one.owner() == null ? "" : ", " + one.owner())
                        + (one.dueAt() == null || one.isDone()
                            ? ""
                            : ", " + filled("due", time(one.dueAt()))),
                    one.isDone()))
        .toList();
  }

  private void updates(List<Section> sections) {
    if (!report.updates().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      for (Update one : report.updates()) {
        rows.add(List.of(time(one.at()), words.say("progress." + one.status()), one.message()));
      }
      sections.add(
          Section.of(
              words.say("updates"),
              new Table(
                  List.of(words.say("at"), words.say("progress"), words.say("message")), rows)));
    }
  }

  private void timeline(List<Section> sections) {
    if (report.timeline().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Entry one : report.timeline()) {
      rows.add(List.of(EXACT.format(one.at().atZone(zone)), one.author(), one.message()));
    }
    Table table = new Table(List.of(words.say("at"), words.say("by"), words.say("message")), rows);
    sections.add(
        report.isTimelineCut()
            ? Section.of(
                words.say("timeline"), new Text(filled("cut", String.valueOf(rows.size()))), table)
            : Section.of(words.say("timeline"), table));
  }

  private String filled(String word, String value) {
    return words.say(word).replace("{0}", value);
  }
}
