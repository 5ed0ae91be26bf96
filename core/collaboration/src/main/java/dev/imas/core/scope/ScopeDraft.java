package dev.imas.core.scope;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.model.MailAddress;
import dev.imas.core.regime.Regimes;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a scope, whose form is right.
 *
 * @param addresses each once, whatever its case
 * @param team whose on-call is told, too; it may not exist
 * @param labels matchers in their canonical form
 */
record ScopeDraft(
    String name,
    String description,
    List<String> addresses,
    @Nullable Reference team,
    List<String> labels,
    String actions,
    @Nullable Integer legalClockHours,
    @Nullable String regime,
    boolean isActive) {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 5_000;
  private static final int MOST_ADDRESSES = 20;
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_LABEL = 2_000;
  private static final int MOST_HOURS = 8_760;

  /** Names go into subjects and timelines, so they are one line. */
  private static final Pattern LINE = Pattern.compile("\\P{Cntrl}+");

  ScopeDraft {
    addresses = List.copyOf(addresses);
    labels = List.copyOf(labels);
  }

  static ScopeDraft read(Body body) {
    body.only(
        "name",
        "description",
        "mandatory_notify_email",
        "team",
        "labels",
        "actions",
        "legal_clock_hours",
        "regime",
        "is_active");
    String name = body.requiredText("name", LONGEST_NAME);
    if (!name.isEmpty() && !LINE.matcher(name).matches()) {
      body.fault("/name", "must be on one line, without control characters");
    }
    String team = body.text("team", 200);
    ScopeDraft draft =
        new ScopeDraft(
            name,
            body.text("description", LONGEST_TEXT, ""),
            addresses(body),
            team == null || team.isBlank() ? null : Reference.of(team.strip()),
            labels(body),
            body.text("actions", LONGEST_TEXT, ""),
            body.whole("legal_clock_hours", 1, MOST_HOURS),
            regime(body),
            body.flag("is_active", true));
    body.throwIfFaulty();
    return draft;
  }

  /** A law has limits of its own, so a scope that names one has no hours. */
  private static @Nullable String regime(Body body) {
    String regime = body.text("regime", 40);
    if (regime == null || regime.isBlank()) {
      return null;
    }
    if (Regimes.shipped().find(regime.strip()).isEmpty()) {
      body.fault("/regime", "must be one of " + String.join(", ", Regimes.shipped().ids()));
    }
    if (body.present("legal_clock_hours") != null) {
      body.fault(
          "/legal_clock_hours",
          "is not allowed beside a regime, which has its own limits; leave it out");
    }
    return regime.strip();
  }

  private static List<String> addresses(Body body) {
    List<String> given = body.texts("mandatory_notify_email", MOST_ADDRESSES, MailAddress.LONGEST);
    Map<String, String> addresses = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      String address = given.get(i).strip();
      if (!MailAddress.isPlain(address)) {
        body.fault(
            "/mandatory_notify_email/" + i, "is not an e-mail address such as dpo@example.org");
      }
      if (addresses.putIfAbsent(address.toLowerCase(Locale.ROOT), address) != null) {
        body.fault("/mandatory_notify_email/" + i, "is in the list already; remove it");
      }
    }
    return List.copyOf(addresses.values());
  }

  private static List<String> labels(Body body) {
    List<String> given = body.exactTexts("labels", MOST_LABELS, LONGEST_LABEL);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      try {
        labels.add(Matcher.parse(given.get(i)).toString());
      } catch (InvalidRuleException e) {
        body.fault("/labels/" + i, "is no matcher such as data=\"personal\": " + e.getMessage());
      }
    }
    return labels;
  }
}
