package dev.imas.core.gate;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.TeamReach;

/** Tells the team of a service that somebody lets a deployment start all the same. */
final class OverrideNotices {

  private final Notices notices;
  private final TeamReach teams;

  OverrideNotices(Notices notices, TeamReach teams) {
    this.notices = notices;
    this.teams = teams;
  }

  void send(Tx tx, StoredDecision decision, StoredDecision.Override override) {
    GateQuestion question = decision.question();
    Saying text =
        Saying.of("gate.override.by", override.by())
            .line(Saying.of("gate.override.reason", override.reason()));
    for (GateReason reason : decision.answer().reasons()) {
      if (reason.blocking()) {
        text = text.line(Saying.plain(reason.text()));
      }
    }
    notices.send(
        tx,
        new Notice(
            NoticeKind.GATE,
            decision.id(),
            "override",
            Severity.SEV3_MEDIUM,
            Saying.of("gate.override", question.service().name(), question.environment()),
            text,
            "/gate/" + decision.id()),
        teams.of(tx, question.team().id()));
  }
}
