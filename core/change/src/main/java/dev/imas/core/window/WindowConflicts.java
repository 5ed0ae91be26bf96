package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against a deployment window. Pure: the same plan in the same world has the same
 * conflicts. It is asked when a window is tried, shown and approved; whether it may start is asked
 * of the gate, which looks at that moment alone.
 */
final class WindowConflicts {

  /**
   * @param incident that the deployment is to mend; null: none
   * @param production whether what blocks does so here
   */
  record Plan(
      @Nullable UUID id,
      Instant from,
      Instant until,
      boolean production,
      @Nullable UUID incident) {}

  /**
   * @param windows others of one of the services in the same environment, which have not ended
   * @param freezes their times that touch the plan
   * @param incidents open ones with SEV1 or SEV2, of the services or of those they depend on
   * @param gaps when nobody is on call, of the teams of the services
   */
  record World(
      List<OtherWindow> windows,
      List<FrozenTime> freezes,
      List<BurningIncident> incidents,
      List<Gap> gaps,
      boolean blocksOpenSev2,
      boolean blocksNobodyOnCall) {

    World {
      windows = List.copyOf(windows);
      freezes = List.copyOf(freezes);
      incidents = List.copyOf(incidents);
      gaps = List.copyOf(gaps);
    }
  }

  record OtherWindow(UUID id, String title, Instant from, Instant until) {}

  record FrozenTime(
      UUID id, String name, boolean observes, boolean emergencies, Instant from, Instant until) {}

  record BurningIncident(UUID id, String shortId, int severity, Instant since, String service) {}

  /**
   * @param at the first moment at which nobody is
   */
  record Gap(String team, Instant at) {}

  /**
   * One line of what speaks against it.
   *
   * @param subject the name of what it is about
   * @param text the whole sentence, in English
   * @param link the page that has more, with its slash
   * @param blocking whether it keeps the deployment from starting, if it still is so then
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Conflict(
      Code code,
      String subject,
      String text,
      @Nullable Instant from,
      @Nullable Instant until,
      String link,
      boolean blocking) {}

  enum Code {
    FREEZE,
    FREEZE_OBSERVED,
    FREEZE_EMERGENCY,
    OPEN_INCIDENT,
    OTHER_WINDOW,
    NOBODY_ON_CALL;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private WindowConflicts() {}

  /** What blocks comes first, then by kind and time. */
  static List<Conflict> of(Plan plan, World world) {
    boolean mends =
        plan.incident != null
            && world.incidents.stream().anyMatch(one -> one.id.equals(plan.incident));
    List<Conflict> all = new ArrayList<>();
    for (FrozenTime freeze : world.freezes) {
      if (overlaps(plan, freeze.from, freeze.until)) {
        all.add(of(plan, freeze, mends));
      }
    }
    for (BurningIncident incident : world.incidents) {
      if (!incident.id.equals(plan.incident)) {
        all.add(
            new Conflict(
                Code.OPEN_INCIDENT,
                incident.shortId,
                "SEV"
                    + incident.severity
                    + " "
                    + incident.shortId
                    + " of "
                    + incident.service
                    + " is open",
                incident.since,
                null,
                "/incidents/" + incident.shortId,
                plan.production && (incident.severity == 1 || world.blocksOpenSev2)));
      }
    }
    for (OtherWindow other : world.windows) {
      if (!other.id.equals(plan.id) && overlaps(plan, other.from, other.until)) {
        all.add(
            new Conflict(
                Code.OTHER_WINDOW,
                other.title,
                other.title + " is planned for the same service and environment",
                other.from,
                other.until,
                "/deployment-windows/" + other.id,
                false));
      }
    }
    for (Gap gap : world.gaps) {
      all.add(
          new Conflict(
              Code.NOBODY_ON_CALL,
              gap.team,
              "nobody is on call for " + gap.team,
              gap.at,
              null,
              "/on-call",
              plan.production && world.blocksNobodyOnCall));
    }
    all.sort(
        Comparator.comparing((Conflict one) -> !one.blocking)
            .thenComparing(Conflict::code)
            .thenComparing(one -> one.from == null ? Instant.MIN : one.from)
            .thenComparing(Conflict::subject));
    return all;
  }

  private static Conflict of(Plan plan, FrozenTime freeze, boolean mends) {
    Code code =
        freeze.observes
            ? Code.FREEZE_OBSERVED
            : mends && freeze.emergencies ? Code.FREEZE_EMERGENCY : Code.FREEZE;
    String text =
        switch (code) {
          case FREEZE_OBSERVED -> " covers this window, but only observes";
          case FREEZE_EMERGENCY -> " covers this window, but lets emergencies pass";
          default -> " forbids deployments in this window";
        };
    return new Conflict(
        code,
        freeze.name,
        freeze.name + text,
        freeze.from,
        freeze.until,
        "/freezes",
        code == Code.FREEZE);
  }

  /** Ends are exclusive: a window may begin when another ends. */
  private static boolean overlaps(Plan plan, Instant from, Instant until) {
    return from.isBefore(plan.until) && until.isAfter(plan.from);
  }
}
