package dev.imas.core.stakeholder;

import dev.imas.core.bus.Saying;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Tells those who inform stakeholders and the public of what they are to write: whoever has the
 * role of communications, else the lead, else who promised it, else the team that owns the service.
 * Only on a virtual thread.
 */
public final class InformerNotices {

  /** One message is enough, also of a SEV1: nobody is paged. */
  private static final Severity URGENCY = Severity.SEV2_HIGH;

  private final InformerRepository informers = new InformerRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final Notices notices;
  private final NoticeReceivers receivers;

  public InformerNotices(Notices notices, NoticeReceivers receivers) {
    this.notices = notices;
    this.receivers = receivers;
  }

  /**
   * @param key tells this message from others about the same incident
   */
  public void send(Tx tx, Incident incident, String key, Saying title, Saying text, Instant now) {
    if (incident.isTest()) {
      return;
    }
    Notice notice =
        new Notice(
            NoticeKind.STAKEHOLDERS,
            incident.id(),
            key,
            URGENCY,
            title,
            Saying.plain(incident.title()).line(text),
            "/incidents/" + incident.shortId() + "?tab=updates");
    notices.send(tx, notice, receivers(tx, incident, now));
  }

  private Set<NoticeReceiver> receivers(Tx tx, Incident incident, Instant now) {
    Person informer = informers.find(tx, incident.id(), now);
    Set<NoticeReceiver> told =
        informer == null ? Set.of() : receivers.ofUsers(tx, List.of(informer.id()), URGENCY);
    if (told.isEmpty()) {
      UUID team = services.ownerTeam(tx, incident.serviceId()).await();
      told = receivers.whoCalls(receivers.ofTeamChannels(tx, team));
    }
    return told.isEmpty() ? receivers.ofFallback(tx) : told;
  }
}
