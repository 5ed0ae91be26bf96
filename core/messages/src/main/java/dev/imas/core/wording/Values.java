package dev.imas.core.wording;

import dev.imas.core.bus.PageContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the variables of a message are. Texts are safe, and not yet escaped for any markup. */
final class Values {

  private static final int BRIEF = 300;
  private static final int URL = 2_000;
  private static final int DESCRIPTION = 500;
  private static final int LIST = 2_000;
  private static final int MOST_LABELS = 50;

  private final ReceiverFacts told;
  private final Phrases phrases;
  private final Items.Steps steps = new Items.Steps();
  private final Map<String, Object> values = new HashMap<>(64);

  Values(ReceiverFacts told, Phrases phrases) {
    this.told = told;
    this.phrases = phrases;
    fill();
  }

  /** For one rendering, which has all the steps through lists. */
  Map<String, Object> fresh() {
    steps.reset();
    return values;
  }

  /** For a short message without its link. */
  Map<String, Object> freshWithoutLink() {
    Map<String, Object> less = new HashMap<>(fresh());
    less.put("link", "");
    return less;
  }

  private void fill() {
    PageContent page = told.page();
    PageContent.Incident incident = page.incident();
    values.put("title", Words.title(page));
    values.put("incident_title", SafeText.line(incident.title(), 200));
    values.put("alert_name", Words.alertName(page));
    values.put("reference", Words.reference(incident));
    values.put("severity", Words.shortName(incident.severity()));
    values.put("emoji", Words.emoji(page));
    values.put("color", Words.color(page));
    happened(page);
    texts(page);
    put("service", incident.service().name(), BRIEF);
    put("tier", incident.service().tier(), BRIEF);
    put("team", incident.team(), BRIEF);
    put("tenant", page.tenant(), BRIEF);
    put("author", page.author(), BRIEF);
    values.put("started", phrases.time(incident.createdAt()));
    values.put("occurred", phrases.time(page.occurredAt()));
    counts(page);
    labels(incident.alert());
    links(incident);
    String code = told.code();
    values.put("code", code == null ? "" : code);
  }

  private void happened(PageContent page) {
    String status = SafeText.line(page.incident().status(), 40);
    String name = page.event().substring(page.event().lastIndexOf('.') + 1);
    values.put("status", status);
    values.put("status_text", phrases.sayOr("status." + status, status));
    String event = Words.event(page.event(), phrases);
    values.put("event", event);
    values.put("happened", name.equalsIgnoreCase(status) ? "" : event);
    values.put("is_call", Words.isCall(page));
    values.put("is_test", Words.isTest(page));
    values.put("is_triggered", status.equals("TRIGGERED"));
    values.put("is_acknowledged", status.equals("ACKNOWLEDGED"));
    values.put("is_mitigated", status.equals("MITIGATED"));
    values.put("is_resolved", Words.isResolved(page));
  }

  private void texts(PageContent page) {
    boolean isList = page.event().equals(PageContent.DIGEST) || Words.isNotice(page);
    // An update is all that its message is about.
    String message =
        SafeText.block(
            page.message(), page.event().equals(PageContent.UPDATED) ? LIST : DESCRIPTION);
    String description = SafeText.block(page.incident().description(), isList ? LIST : DESCRIPTION);
    values.put("message", message.equals(description) ? "" : message);
    values.put("description", description);
    put("note", page.note(), DESCRIPTION);
    values.put("folded", FoldedWords.line(page, told.folded(), phrases));
  }

  private void counts(PageContent page) {
    int alerts = page.incident().alertCount();
    String scope = Words.scope(page, phrases);
    values.put("scope", scope);
    values.put("alerts", alerts == 0 ? "" : scope.isEmpty() ? Integer.toString(alerts) : scope);
    values.put("alert_count", String.format(Locale.ROOT, "%,d", alerts));
    values.put("firing_count", String.format(Locale.ROOT, "%,d", page.incident().firingCount()));
  }

  private void labels(PageContent.@Nullable Alert alert) {
    Map<String, String> labels = alert == null ? Map.of() : new TreeMap<>(alert.labels());
    put(
        "labels",
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", ")),
        BRIEF);
    List<Map<String, Object>> list = new ArrayList<>();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (list.size() < MOST_LABELS) {
        list.add(
            Map.of(
                "name", SafeText.line(label.getKey(), BRIEF),
                "value", SafeText.line(label.getValue(), BRIEF)));
      }
    }
    values.put("label_list", new Items(list, steps));
  }

  private void links(PageContent.Incident incident) {
    ReplyLink reply = told.reply();
    put("link", told.link(), URL);
    put("incident_url", told.incidentUrl(), URL);
    put("runbook_url", Words.runbook(incident), URL);
    put("monitoring_url", Words.monitoring(incident), URL);
    put("reply_url", reply == null ? null : reply.url().reveal(), URL);
    values.put("reply_label", reply == null ? "" : reply.label(phrases));
  }

  private void put(String name, @Nullable String text, int most) {
    values.put(name, SafeText.line(text, most));
  }

  /** What the body of a mail has besides: what was rendered before. */
  Map<String, Object> freshWith(PageLines page) {
    Map<String, Object> more = new HashMap<>(fresh());
    more.put("headline", page.headline());
    more.put("summary", page.summary());
    List<Map<String, Object>> facts = new ArrayList<>();
    for (PageLines.Line line : page.lines()) {
      // People type in a runbook's address. It is a link only if a browser opens it as a page.
      boolean isUsable = line.isLink() && Words.isWebAddress(line.value());
      facts.add(
          Map.of(
              "label", line.label(), "value", line.value(), "url", isUsable ? line.value() : ""));
    }
    more.put("facts", new Items(facts, steps));
    return more;
  }
}
