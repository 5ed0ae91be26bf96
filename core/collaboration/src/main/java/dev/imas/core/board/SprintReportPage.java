package dev.imas.core.board;

import dev.imas.core.board.Burndown.Amount;
import dev.imas.core.board.Burndown.Day;
import dev.imas.core.board.SprintReport.Line;
import dev.imas.core.report.DocumentWords;
import dev.imas.core.report.Report;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import dev.imas.core.report.Report.Text;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report of a sprint as a document, in a language. Pure. */
final class SprintReportPage {

  private static final String NOTHING = "–";

  private final Board board;
  private final SprintView sprint;
  private final SprintReport report;
  private final DocumentWords words;
  private final DateTimeFormatter day;

  private SprintReportPage(
      Board board, SprintView sprint, SprintReport report, DocumentWords words) {
    this.board = board;
    this.sprint = sprint;
    this.report = report;
    this.words = words;
    this.day = DateTimeFormatter.ofPattern("EEE d MMM yyyy", words.locale());
  }

  static Report of(Board board, SprintView sprint, SprintReport report, DocumentWords words) {
    return new SprintReportPage(board, sprint, report, words).page();
  }

  private Report page() {
    List<Section> sections = new ArrayList<>();
    sections.add(burndown());
    sections.add(lines("unfinished", report.unfinished()));
    sections.add(lines("finished", report.finished()));
    if (!sprint.retrospective().isBlank()) {
      sections.add(Section.of(words.say("retrospective"), new Text(sprint.retrospective())));
    }
    return new Report(
        words.say("title", board.name(), Integer.toString(sprint.number())),
        words.language(),
        facts(),
        sections);
  }

  private List<Fact> facts() {
    Burndown burndown = report.burndown();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact(words.say("team"), board.team().name()));
    facts.add(
        new Fact(
            words.say("days"), words.say("days.from", on(sprint.startsOn()), on(sprint.endsOn()))));
    facts.add(new Fact(words.say("state"), words.say("state." + sprint.state())));
    if (!sprint.goal().isEmpty()) {
      facts.add(new Fact(words.say("goal"), sprint.goal()));
    }
    facts.add(amount("committed", burndown.committed()));
    facts.add(amount("added", burndown.added()));
    facts.add(amount("removed", burndown.removed()));
    facts.add(amount("done", burndown.done()));
    facts.add(amount("left", burndown.left()));
    facts.add(amount("incidents", report.fromIncidents()));
    facts.add(new Fact(words.say("velocity"), velocity(sprint.velocity())));
    return facts;
  }

  private Fact amount(String name, Amount amount) {
    return new Fact(words.say(name), words.say("amount", amount.items(), amount.points()));
  }

  private String velocity(@Nullable Velocity velocity) {
    return velocity == null
        ? words.say("velocity.none")
        : words.say(
            "velocity.of",
            number(velocity.median()),
            velocity.sprints(),
            velocity.least(),
            velocity.most());
  }

  private Section burndown() {
    return Section.of(
        words.say("burndown"),
        new Text(words.say("burndown.about", report.zone())),
        new Table(
            List.of(words.say("day"), words.say("left"), words.say("scope"), words.say("even")),
            report.burndown().days().stream().map(this::row).toList()));
  }

  private List<String> row(Day one) {
    return List.of(on(one.date()), known(one.left()), known(one.scope()), number(one.even()));
  }

  private Section lines(String name, List<Line> lines) {
    return lines.isEmpty()
        ? Section.of(words.say(name), new Text(words.say("none")))
        : Section.of(
            words.say(name),
            new Table(
                List.of(
                    words.say("key"),
                    words.say("item"),
                    words.say("points"),
                    words.say("incident")),
                lines.stream()
                    .map(
                        line ->
                            List.of(
                                line.key(),
                                line.title(),
                                known(line.points()),
                                line.incident() == null ? NOTHING : line.incident()))
                    .toList()));
  }

  private String on(LocalDate date) {
    return day.format(date);
  }

  private String known(@Nullable Integer value) {
    return value == null ? NOTHING : NumberFormat.getIntegerInstance(words.locale()).format(value);
  }

  private String number(double value) {
    NumberFormat format = NumberFormat.getNumberInstance(words.locale());
    format.setMaximumFractionDigits(1);
    return format.format(value);
  }
}
