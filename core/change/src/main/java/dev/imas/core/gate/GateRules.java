package dev.imas.core.gate;

import dev.imas.core.gate.GateReason.Code;
import dev.imas.core.gate.GateWorld.KnownBudget;
import dev.imas.core.gate.GateWorld.KnownFreeze;
import dev.imas.core.gate.GateWorld.KnownWindow;
import dev.imas.core.gate.GateWorld.KnownWindow.Stage;
import dev.imas.core.gate.GateWorld.OpenIncident;
import dev.imas.core.gate.GateWorld.RunningDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a deployment may start. Pure: the same question and the same knowledge give the
 * same answer.
 *
 * <p>A freeze blocks what it concerns. An open SEV1 of the service, or of one that it depends on,
 * blocks a production deployment. A deployment that names an open SEV1 or SEV2 of these is blocked
 * neither by it, since it may be the cure, nor by freezes that let emergencies pass. Going back to
 * a commit that ran there before is never blocked. Nor is what belongs to a window that is in
 * progress and was overridden at its start. A spent error budget blocks production deployments if
 * it says so, except one that mends an open incident. A deployment that names its window waits
 * until that is approved and has come; one that names none needs none.
 */
final class GateRules {

  /** Stored with each answer: what was decided by other rules is not computed again by these. */
  static final int VERSION = 1;

  /** How long an answer is good. */
  static final Duration LEASE = Duration.ofMinutes(10);

  /** Whoever is blocked for so long, or longer, need not wait for it. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** A deployment may start so long before its window. */
  private static final Duration MARGIN = Duration.ofMinutes(15);

  private final GateQuestion question;
  private final GateWorld world;
  private final Instant at;
  private final boolean isRollback;

  /** Nothing blocks it: it goes back, or somebody has overridden what does. */
  private final boolean isFree;

  private final List<OpenIncident> mended;
  private final List<GateReason> reasons = new ArrayList<>();

  private GateRules(GateQuestion question, GateWorld world) {
    this.question = question;
    this.world = world;
    this.at = question.at();
    this.isRollback = world.deployedBefore() != null;
    KnownWindow window = world.window();
    this.isFree =
        isRollback
            || (window != null
                && window.isOfIt()
                && window.isOverridden()
                && window.stage() == Stage.IN_PROGRESS);
    this.mended =
        world.incidents().stream()
            .filter(incident -> question.incidents().contains(incident.id()))
            .toList();
  }

  static GateAnswer decide(GateQuestion question, GateWorld world) {
    return new GateRules(question, world).answer();
  }

  private GateAnswer answer() {
    rollback();
    window();
    named();
    world.freezes().forEach(this::freeze);
    world.incidents().forEach(this::incident);
    inProgress();
    onCall();
    world.budgets().forEach(this::budget);
    reasons.sort(Comparator.comparing(reason -> !reason.blocking()));
    List<GateReason> blocking = reasons.stream().filter(GateReason::blocking).toList();
    if (blocking.isEmpty()) {
      return new GateAnswer(
          GateDecision.ALLOW, null, lease(), !mended.isEmpty() && question.isProduction(), reasons);
    }
    Instant until = end(blocking);
    boolean endsSoon = until != null && until.isBefore(at.plus(PATIENCE));
    boolean passes =
        blocking.stream()
            .allMatch(
                reason ->
                    reason.code() == Code.DEPLOYMENT_IN_PROGRESS
                        || reason.code() == Code.WINDOW_UNAPPROVED
                        || (reason.until() != null && reason.until().isBefore(at.plus(PATIENCE))));
    return new GateAnswer(
        endsSoon || passes ? GateDecision.WAIT : GateDecision.DENY, until, null, false, reasons);
  }

  /** When all that blocks has ended by itself; null if some of it does not. */
  private static @Nullable Instant end(List<GateReason> blocking) {
    return blocking.stream().allMatch(reason -> reason.until() != null)
        ? blocking.stream()
            .map(reason -> Objects.requireNonNull(reason.until()))
            .max(Comparator.naturalOrder())
            .orElseThrow()
        : null;
  }

  /** A freeze that begins meanwhile ends it. */
  private Instant lease() {
    Instant end = at.plus(LEASE);
    if (isFree) {
      return end;
    }
    return world.freezes().stream()
        .filter(freeze -> stops(freeze) && freeze.from().isAfter(at))
        .map(KnownFreeze::from)
        .filter(from -> from.isBefore(end))
        .min(Comparator.naturalOrder())
        .orElse(end);
  }

  private boolean stops(KnownFreeze freeze) {
    return !freeze.observes() && !isExcused(freeze);
  }

  private boolean isExcused(KnownFreeze freeze) {
    return !mended.isEmpty() && freeze.emergencies();
  }

  private void rollback() {
    if (isRollback) {
      add(
          Code.ROLLBACK,
          question.sha(),
          question.sha()
              + " ran in "
              + question.environment()
              + " before; going back to it is always allowed",
          world.deployedBefore(),
          null,
          null,
          false,
          null);
    }
  }

  /** A window that was named holds the deployment to it; one that was not only explains. */
  private void window() {
    KnownWindow window = world.window();
    if (window == null) {
      return;
    }
    String title = window.title();
    Instant opens = window.from().minus(MARGIN);
    if (!window.isOfIt()) {
      window(
          window,
          Code.WINDOW_ELSEWHERE,
          title + " is not for " + question.service().name() + " in " + question.environment(),
          null,
          !isRollback,
          "name the window of this deployment");
    } else if (window.stage() == Stage.IN_PROGRESS) {
      window(window, Code.WINDOW, "it belongs to " + title, window.until(), false, null);
    } else if (window.stage() == Stage.OVER || !window.until().isAfter(at)) {
      window(window, Code.WINDOW_OVER, title + " is over", null, !isRollback, "plan another one");
    } else if (!window.isApproved() && mended.isEmpty()) {
      window(
          window,
          Code.WINDOW_UNAPPROVED,
          title + " is not approved",
          null,
          !isRollback,
          "have it approved");
    } else if (opens.isAfter(at)) {
      window(
          window,
          Code.WINDOW_AHEAD,
          title + " has not begun",
          opens,
          !isRollback,
          "wait until 15 minutes before its time");
    } else {
      window(window, Code.WINDOW, "it belongs to " + title, window.until(), false, null);
    }
  }

  private void window(
      KnownWindow window,
      Code code,
      String text,
      @Nullable Instant until,
      boolean blocking,
      @Nullable String cure) {
    add(
        code,
        window.title(),
        text,
        window.from(),
        until,
        "/deployment-windows/" + window.id(),
        blocking,
        cure);
  }

  private void named() {
    for (OpenIncident incident : mended) {
      add(
          Code.NAMED_INCIDENT,
          incident.shortId(),
          "the deployment is meant to fix "
              + incident.shortId()
              + ", an open SEV"
              + incident.severity(),
          incident.since(),
          null,
          page(incident),
          false,
          null);
    }
    if (mended.size() < question.incidents().size()) {
      add(
          Code.NAMED_INCIDENT_ELSEWHERE,
          question.service().name(),
          "a named incident is not an open SEV1 or SEV2 of "
              + question.service().name()
              + " or of a service that it depends on",
          null,
          null,
          null,
          false,
          "name one that is");
    }
  }

  private void freeze(KnownFreeze freeze) {
    boolean isAhead = freeze.from().isAfter(at);
    if (isAhead && !freeze.from().isBefore(at.plus(LEASE))) {
      return;
    }
    String name = freeze.name();
    if (isAhead) {
      if (stops(freeze) && !isFree) {
        freeze(freeze, Code.FREEZE_AHEAD, name + " begins soon", false, "start before it begins");
      }
    } else if (freeze.observes()) {
      freeze(
          freeze,
          Code.FREEZE_OBSERVED,
          name + " would forbid this, but only observes",
          false,
          null);
    } else if (isExcused(freeze)) {
      freeze(freeze, Code.FREEZE_EMERGENCY, name + " allows emergencies", false, null);
    } else {
      freeze(
          freeze,
          Code.FREEZE,
          name + " forbids deployments to " + question.environment(),
          !isFree,
          "wait until it ends, have an administrator override it, or exempt the service");
    }
  }

  private void freeze(
      KnownFreeze freeze, Code code, String text, boolean blocking, @Nullable String cure) {
    add(code, freeze.name(), text, freeze.from(), freeze.until(), "/freezes", blocking, cure);
  }

  private void incident(OpenIncident incident) {
    if (mended.contains(incident)) {
      return;
    }
    boolean isBlocking =
        question.isProduction()
            && !isFree
            && (incident.severity() == 1 || world.policy().blocksOpenSev2());
    add(
        Code.OPEN_INCIDENT,
        incident.shortId(),
        "SEV"
            + incident.severity()
            + " "
            + incident.shortId()
            + " of "
            + incident.service()
            + (incident.isOwn() ? "" : ", which " + question.service().name() + " depends on,")
            + " is open: "
            + incident.title(),
        incident.since(),
        null,
        page(incident),
        isBlocking,
        "resolve it, or name it if this deployment fixes it");
  }

  private static String page(OpenIncident incident) {
    return "/incidents/" + incident.shortId();
  }

  private void inProgress() {
    for (RunningDeployment running : world.inProgress()) {
      add(
          Code.DEPLOYMENT_IN_PROGRESS,
          running.sha(),
          "another deployment of "
              + question.service().name()
              + " to "
              + question.environment()
              + " is in progress",
          running.since(),
          null,
          "/changes",
          question.isProduction() && !isFree && world.policy().blocksInProgress(),
          "wait until it ends");
    }
  }

  private void onCall() {
    Integer people = world.onCall();
    if (people != null && people == 0) {
      add(
          Code.NOBODY_ON_CALL,
          question.team().name(),
          "nobody is on call for " + question.team().name(),
          null,
          null,
          "/on-call",
          question.isProduction() && !isFree && world.policy().blocksNobodyOnCall(),
          "put somebody on call for the team");
    }
  }

  private void budget(KnownBudget budget) {
    add(
        Code.BUDGET_SPENT,
        budget.name(),
        budget.name()
            + " is spent: "
            + question.service().name()
            + " was broken for "
            + inWords(budget.spentSeconds())
            + " in "
            + budget.days()
            + " days, and may be for "
            + inWords(budget.allowedSeconds())
            + " ("
            + String.join(", ", budget.incidents())
            + ")",
        null,
        budget.until(),
        "/error-budgets",
        question.isProduction() && !isFree && mended.isEmpty() && budget.blocks(),
        "wait until older outages no longer count, name the open incident that this deployment"
            + " fixes, or have an administrator override it");
  }

  private static String inWords(long seconds) {
    long minutes = seconds / 60;
    return minutes < 10 ? seconds + " s" : minutes + " min";
  }

  private void add(
      Code code,
      String subject,
      String text,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String link,
      boolean blocking,
      @Nullable String cure) {
    reasons.add(new GateReason(code, subject, text, since, until, link, blocking, cure));
  }
}
