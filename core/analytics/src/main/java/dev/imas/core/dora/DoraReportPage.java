package dev.imas.core.dora;

import dev.imas.core.dora.DoraFigures.ChangeFailRate;
import dev.imas.core.dora.DoraFigures.Frequency;
import dev.imas.core.dora.DoraFigures.LeadTime;
import dev.imas.core.dora.DoraFigures.RecoveryTime;
import dev.imas.core.dora.DoraFigures.ReworkRate;
import dev.imas.core.dora.DoraReader.Asked;
import dev.imas.core.dora.DoraRepository.NamedService;
import dev.imas.core.dora.DoraRestatements.Changed;
import dev.imas.core.dora.DoraRestatements.Restatement;
import dev.imas.core.dora.Rollout.FailedBy;
import dev.imas.core.dora.Rollout.Recovery;
import dev.imas.core.http.Reference;
import dev.imas.core.report.DocumentWords;
import dev.imas.core.report.Report;
import dev.imas.core.report.Report.Fact;
import dev.imas.core.report.Report.Section;
import dev.imas.core.report.Report.Table;
import dev.imas.core.report.Report.Text;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The monthly report as a document, in a language. Pure. */
final class DoraReportPage {

  /** More failed deployments are counted, and not listed. */
  private static final int MOST_FAILED = 1_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.ROOT);

  private final DoraReport report;
  private final Asked asked;
  private final Restatement restatement;
  private final DocumentWords words;
  private final ZoneId zone;

  private DoraReportPage(
      DoraReport report, Asked asked, Restatement restatement, DocumentWords words) {
    this.report = report;
    this.asked = asked;
    this.restatement = restatement;
    this.words = words;
    this.zone = asked.span().zone();
  }

  static Report of(DoraReport report, Asked asked, Restatement restatement, DocumentWords words) {
    return new DoraReportPage(report, asked, restatement, words).page();
  }

  private Report page() {
    DoraCount count = asked.count();
    DoraFigures figures = count.figures();
    List<Section> sections = new ArrayList<>();
    sections.add(metrics(figures));
    if (!restatement.changes().isEmpty()) {
      sections.add(restated());
    }
    sections.add(failed(count.failed()));
    sections.add(environments());
    sections.add(definitions());
    sections.add(Section.of(words.say("made"), new Report.Facts(made())));
    return new Report(words.say("title", report.month()), words.language(), facts(), sections);
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    DoraQuery query = asked.query();
    if (query.service() != null) {
      facts.add(new Fact(words.say("service"), known(query.service(), asked.serviceId())));
    }
    if (query.team() != null) {
      facts.add(new Fact(words.say("team"), known(query.team(), asked.teamId())));
    }
    if (query.environment() != null) {
      facts.add(new Fact(words.say("environment"), query.environment()));
    }
    facts.add(new Fact(words.say("as_of"), asOf(report.asOf())));
    facts.add(new Fact(words.say("definition"), report.definition()));
    return facts;
  }

  /** Exactly, since a report is made again with it. */
  private String asOf(Instant at) {
    return time(at) + " " + zone.getId() + " (" + at + ")";
  }

  private Section metrics(DoraFigures figures) {
    Frequency frequency = figures.frequency();
    LeadTime lead = figures.leadTime();
    ChangeFailRate fails = figures.changeFailRate();
    RecoveryTime recovery = figures.recoveryTime();
    ReworkRate rework = figures.reworkRate();
    return Section.of(
        words.say("metrics"),
        new Table(
            List.of(
                words.say("metric"), words.say("value"), words.say("target"), words.say("behind")),
            List.of(
                List.of(
                    words.say("frequency"),
                    frequency.perWeek() == null
                        ? none()
                        : words.say("per_week", number(frequency.perWeek())),
                    words.say("frequency.target"),
                    words.say(
                        "frequency.behind",
                        frequency.deployments(),
                        frequency.days(),
                        frequency.rollbacks())),
                List.of(
                    words.say("lead_time"),
                    length(lead.medianSeconds()),
                    words.say("lead_time.target"),
                    words.say(
                        "lead_time.behind",
                        lead.commits(),
                        length(lead.p75Seconds()),
                        length(lead.p90Seconds()),
                        lead.known(),
                        lead.deployments(),
                        lead.withoutTime() + lead.missing(),
                        lead.negative())),
                List.of(
                    words.say("change_fail_rate"),
                    percent(fails.rate()),
                    words.say("change_fail_rate.target"),
                    words.say(
                        "change_fail_rate.behind",
                        fails.failed(),
                        fails.deployments(),
                        fails.byIncident(),
                        fails.byFailure(),
                        fails.byRollback())),
                List.of(
                    words.say("recovery_time"),
                    words.say(
                        "recovery_time.value",
                        length(recovery.medianSeconds()),
                        length(recovery.meanSeconds())),
                    words.say("recovery_time.target"),
                    words.say(
                        "recovery_time.behind",
                        recovery.recovered(),
                        recovery.notRecovered(),
                        recovery.unmeasurable())),
                List.of(
                    words.say("rework_rate"),
                    percent(rework.rate()),
                    none(),
                    words.say(
                        "rework_rate.behind",
                        rework.rework(),
                        rework.deployments(),
                        rework.namedIncident(),
                        rework.hotfix())))));
  }

  private Section restated() {
    return Section.of(
        words.say("restated"),
        new Text(
            words.say(
                "restated.why",
                time(restatement.now()),
                restatement.later().deployments(),
                restatement.later().pushes(),
                restatement.later().judgements())),
        new Table(
            List.of(words.say("metric"), words.say("restated.was"), words.say("restated.now")),
            restatement.changes().stream()
                .map(
                    one ->
                        List.of(
                            words.say(one.metric()) + " · " + words.say("of." + one.of()),
                            value(one, one.was()),
                            value(one, one.now())))
                .toList()));
  }

  private String value(Changed changed, @Nullable BigDecimal value) {
    return switch (changed.of()) {
      case "rate" -> percent(value);
      case "per_week" -> value == null ? none() : number(value);
      default -> length(value == null ? null : value.longValueExact());
    };
  }

  private Section failed(List<Rollout> failed) {
    List<List<String>> rows =
        failed.stream()
            .limit(MOST_FAILED)
            .map(
                one ->
                    List.of(
                        time(one.finishedAt()),
                        owner(one),
                        one.deployment().environment(),
                        one.sha(),
                        because(one),
                        recovered(one)))
            .toList();
    return failed.isEmpty()
        ? Section.of(words.say("failed"), new Text(words.say("failed.none")))
        : Section.of(
            words.say("failed.count", failed.size()),
            new Table(
                List.of(
                    words.say("finished"),
                    words.say("service"),
                    words.say("environment"),
                    words.say("commit"),
                    words.say("because"),
                    words.say("recovered")),
                rows));
  }

  private String owner(Rollout one) {
    NamedService service = asked.service(one);
    return service == null ? one.deployment().repository() : service.name();
  }

  private String because(Rollout one) {
    FailedBy failed = Objects.requireNonNull(one.failedBy());
    String reason = words.say("because." + failed.wireName());
    return one.incidents().isEmpty()
        ? reason
        : reason
            + " "
            + String.join(", ", one.incidents().stream().map(CausedIncident::shortId).toList());
  }

  private String recovered(Rollout one) {
    return switch (one.recovery()) {
      case Recovery.After after -> length(after.seconds());
      case Recovery.NotYet no -> words.say("recovered.not");
      case Recovery.Unmeasurable no -> words.say("recovered.unmeasurable");
    };
  }

  private Section environments() {
    return Section.of(
        words.say("environments"),
        new Table(
            List.of(words.say("environment"), words.say("deployments"), words.say("weekly")),
            asked.byEnvironment().entrySet().stream()
                .map(
                    one ->
                        List.of(
                            one.getKey().name(),
                            integer(one.getValue().frequency().deployments()),
                            weekly(one.getValue().frequency())))
                .sorted((a, b) -> a.get(0).compareToIgnoreCase(b.get(0)))
                .toList()));
  }

  private String weekly(Frequency frequency) {
    return frequency.perWeek() == null ? none() : number(frequency.perWeek());
  }

  private Section definitions() {
    List<Report.Part> parts = new ArrayList<>();
    parts.add(new Text(words.say("definition.scope")));
    List<Fact> facts = new ArrayList<>();
    for (DoraMetric metric : DoraMetric.values()) {
      facts.add(
          new Fact(words.say(metric.wireName()), words.say("definition." + metric.wireName())));
    }
    parts.add(new Report.Facts(facts));
    return new Section(words.say("definitions", report.definition()), parts);
  }

  private List<Fact> made() {
    return List.of(
        new Fact(words.say("made.at"), time(report.madeAt()) + " " + zone.getId()),
        new Fact(
            words.say("made.rows"),
            words.say(
                "made.rows.counted", report.deployments(), report.pushes(), report.incidents())),
        new Fact("SHA-256", report.sha256()));
  }

  private String none() {
    return "–";
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  private String integer(int value) {
    return NumberFormat.getIntegerInstance(words.locale()).format(value);
  }

  private String number(BigDecimal value) {
    return NumberFormat.getNumberInstance(words.locale()).format(value);
  }

  private String percent(@Nullable BigDecimal rate) {
    if (rate == null) {
      return none();
    }
    NumberFormat format = NumberFormat.getPercentInstance(words.locale());
    format.setMaximumFractionDigits(1);
    return format.format(rate);
  }

  private String length(@Nullable Long seconds) {
    if (seconds == null) {
      return none();
    }
    Duration length = Duration.ofSeconds(seconds);
    if (length.toDays() > 0) {
      return words.say("days", length.toDays(), length.toHoursPart());
    }
    return length.toHours() > 0
        ? words.say("hours", length.toHours(), length.toMinutesPart())
        : words.say("minutes", length.toMinutesPart(), length.toSecondsPart());
  }

  /** As it was asked for; what does not exist has no name here. */
  private static String known(Reference named, @Nullable UUID found) {
    return Reference.NOTHING.equals(found) ? "–" : named.text();
  }
}
