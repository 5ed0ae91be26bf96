package dev.imas.core.schedule;

import dev.imas.core.model.Severity;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.platform.Tx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who is told of what concerns a team's schedules: its channels, else its leads, else the tenant's
 * fallback. A console is a channel that nobody may look at, so others are told beside it.
 */
public final class TeamReach {

  private final NoticeReceivers receivers;
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  public TeamReach(NoticeReceivers receivers) {
    this.receivers = receivers;
  }

  public Set<NoticeReceiver> of(Tx tx, UUID team) {
    Set<NoticeReceiver> channels = receivers.ofTeamChannels(tx, team);
    if (channels.stream().anyMatch(NoticeReceiver::calls)) {
      return channels;
    }
    Set<NoticeReceiver> found = new LinkedHashSet<>(channels);
    Set<NoticeReceiver> leads = ofUsers(tx, people.leads(tx, team));
    found.addAll(leads.isEmpty() ? receivers.whoCalls(receivers.ofFallback(tx)) : leads);
    return found.isEmpty() ? receivers.ofFallback(tx) : found;
  }

  /** The tenant's fallback, for what concerns no team. */
  public Set<NoticeReceiver> ofTenant(Tx tx) {
    return receivers.ofFallback(tx);
  }

  Set<NoticeReceiver> ofUsers(Tx tx, List<UUID> users) {
    return receivers.ofUsers(tx, users, Severity.SEV3_MEDIUM);
  }
}
