package dev.imas.core.assignment;

import dev.imas.core.bus.Saying;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tells people of roles that others gave them. Only on a virtual thread. */
final class RoleNotices {

  private final Notices notices;
  private final NoticeReceivers receivers;

  RoleNotices(Notices notices, NoticeReceivers receivers) {
    this.notices = notices;
    this.receivers = receivers;
  }

  void tell(Tx tx, Incident incident, IncidentRole role, UUID person, String by, Instant at) {
    if (incident.isTest()) {
      return;
    }
    Notice notice =
        new Notice(
            NoticeKind.ROLE,
            incident.id(),
            role.wireName() + " " + at,
            incident.severity(),
            Saying.of("role." + role.wireName(), incident.shortId()),
            Saying.plain(incident.title()).line(Saying.of("role.by", by)),
            "/incidents/" + incident.shortId());
    // A role is no page: one message is enough, also of a SEV1.
    notices.send(tx, notice, receivers.ofUsers(tx, List.of(person), Severity.SEV2_HIGH));
  }
}
