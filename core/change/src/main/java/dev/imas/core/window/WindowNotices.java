package dev.imas.core.window;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.TeamReach;
import dev.imas.core.window.DeploymentWindow.Named;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells people of deployment windows: who may approve, who submitted, and the teams. */
final class WindowNotices {

  private final Notices notices;
  private final NoticeReceivers receivers;
  private final TeamReach teams;

  WindowNotices(Notices notices, NoticeReceivers receivers) {
    this.notices = notices;
    this.receivers = receivers;
    this.teams = new TeamReach(receivers);
  }

  /**
   * @param approvers if there are none, the tenant's fallback is told
   */
  void submitted(Tx tx, DeploymentWindow window, String by, List<UUID> approvers) {
    Set<NoticeReceiver> to = receivers.ofUsers(tx, approvers, Severity.SEV3_MEDIUM);
    send(
        tx,
        window,
        "submitted " + window.version(),
        Severity.SEV3_MEDIUM,
        Saying.of("window.approve", by, window.title()),
        facts(window),
        to.isEmpty() ? receivers.ofFallback(tx) : to);
  }

  void approved(Tx tx, DeploymentWindow window, ApprovalRequest request) {
    send(
        tx,
        window,
        "approved " + request.id(),
        Severity.SEV4_LOW,
        Saying.of("window.approved", window.title()),
        facts(window),
        submitterOrTeams(tx, window, request));
  }

  void refused(Tx tx, DeploymentWindow window, ApprovalRequest request, String by, String comment) {
    send(
        tx,
        window,
        "refused " + request.id(),
        Severity.SEV4_LOW,
        Saying.of("window.refused", window.title()),
        Saying.of("window.refused.why", by, comment).line(facts(window)),
        submitterOrTeams(tx, window, request));
  }

  private Set<NoticeReceiver> submitterOrTeams(
      Tx tx, DeploymentWindow window, ApprovalRequest request) {
    UUID submitter = request.submitterId();
    Set<NoticeReceiver> to =
        submitter == null ? Set.of() : receivers.ofUsers(tx, List.of(submitter), Severity.SEV4_LOW);
    return to.isEmpty() ? ofTeams(tx, window) : to;
  }

  void overridden(Tx tx, DeploymentWindow window, String by, String reason, List<String> blocking) {
    Saying text = Saying.of("gate.override.by", by).line(Saying.of("gate.override.reason", reason));
    for (String one : blocking) {
      text = text.line(Saying.plain(one));
    }
    send(
        tx,
        window,
        "override",
        Severity.SEV3_MEDIUM,
        Saying.of("window.override", window.title()),
        text,
        ofTeams(tx, window));
  }

  /**
   * A deployment started it although it should not have.
   *
   * @param lacked what it lacked
   */
  void ungated(Tx tx, DeploymentWindow window, String by, List<String> lacked) {
    Saying text = Saying.of("window.ungated.by", by);
    for (String one : lacked) {
      text = text.line(Saying.plain(one));
    }
    Set<NoticeReceiver> to = new LinkedHashSet<>(ofTeams(tx, window));
    to.addAll(receivers.ofFallback(tx));
    send(
        tx,
        window,
        "ungated",
        Severity.SEV3_MEDIUM,
        Saying.of("window.ungated", window.title()),
        text,
        to);
  }

  /**
   * Something new keeps it from starting since it was approved.
   *
   * @param texts what, each a sentence
   */
  void blocked(
      Tx tx, DeploymentWindow window, ApprovalRequest request, List<String> texts, Instant now) {
    Saying text = facts(window);
    for (String one : texts) {
      text = text.line(Saying.plain(one));
    }
    send(
        tx,
        window,
        "blocked " + now,
        Severity.SEV4_LOW,
        Saying.of("window.blocked", window.title()),
        text,
        submitterOrTeams(tx, window, request));
  }

  /** A day, an hour or a quarter of an hour before it begins. */
  void soon(Tx tx, DeploymentWindow window, int reminder) {
    Saying text = facts(window);
    if (!window.approval().lets()) {
      text = text.line(Saying.of("window.soon.unapproved"));
    }
    send(
        tx,
        window,
        "reminder " + reminder + " " + window.from(),
        Severity.SEV4_LOW,
        Saying.of("window.soon", window.title()),
        text,
        ofTeams(tx, window));
  }

  /** It began for the sake of an open incident, and nobody has approved it since. */
  void overdue(Tx tx, DeploymentWindow window) {
    send(
        tx,
        window,
        "overdue",
        Severity.SEV3_MEDIUM,
        Saying.of("window.overdue", window.title()),
        facts(window),
        receivers.ofFallback(tx));
  }

  private static Saying facts(DeploymentWindow window) {
    return Saying.of(
            "window.what",
            window.services().stream().map(OwnedService::name).collect(Collectors.joining(", ")),
            window.environment().name())
        .line(Saying.time(window.from(), window.times().zone()))
        .andPlain(" – ")
        .and(Saying.time(window.until(), window.times().zone()));
  }

  private Set<NoticeReceiver> ofTeams(Tx tx, DeploymentWindow window) {
    Set<NoticeReceiver> to = new LinkedHashSet<>();
    window.services().stream()
        .map(OwnedService::team)
        .map(Named::id)
        .distinct()
        .forEach(team -> to.addAll(teams.of(tx, team)));
    return to;
  }

  private void send(
      Tx tx,
      DeploymentWindow window,
      String key,
      Severity urgency,
      Saying title,
      Saying text,
      Set<NoticeReceiver> to) {
    notices.send(
        tx,
        new Notice(
            NoticeKind.WINDOW,
            window.id(),
            key,
            urgency,
            title,
            text,
            "/deployment-windows/" + window.id()),
        to);
  }
}
