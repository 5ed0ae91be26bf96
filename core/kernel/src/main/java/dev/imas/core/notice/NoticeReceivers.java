package dev.imas.core.notice;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.NoticeRepository.Reachable;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds whom a notice can be sent to. Places that mirror incidents elsewhere, such as PagerDuty,
 * get no notices. Call it on a virtual thread.
 */
public final class NoticeReceivers {

  private static final NoticeReceiver CONSOLE =
      new NoticeReceiver(new UUID(0, 0), ChannelKind.CONSOLE, ChannelKind.CONSOLE);

  private final ChannelKinds channels;
  private final InstantSource clock;
  private final NoticeRepository notices = new NoticeRepository();

  public NoticeReceivers(ChannelKinds channels, InstantSource clock) {
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * For each active user one verified contact, mail if there is one; for SEV1 all of them. Whoever
   * has none is told at the account's mail address.
   */
  public Set<NoticeReceiver> ofUsers(Tx tx, Collection<UUID> users, Severity urgency) {
    Set<NoticeReceiver> found = new LinkedHashSet<>();
    if (users.isEmpty()) {
      return found;
    }
    Set<UUID> reached = new HashSet<>();
    List<Reachable> reachable = notices.ofUsers(tx, users);
    for (Reachable one : reachable) {
      NoticeReceiver contact = one.contact();
      if (contact != null
          && takesNotices(contact)
          && (reached.add(one.user()) || urgency == Severity.SEV1_CRITICAL)) {
        found.add(contact);
      }
    }
    for (Reachable one : reachable) {
      String mail = one.mail();
      if (mail != null && reached.add(one.user())) {
        found.add(atAddress(tx, mail));
      }
    }
    return found;
  }

  /** A team's active channels, whatever severities they want. */
  public Set<NoticeReceiver> ofTeamChannels(Tx tx, UUID team) {
    return those(notices.ofTeam(tx, team));
  }

  /** The tenant's fallback contacts; the console if there are none. */
  public Set<NoticeReceiver> ofFallback(Tx tx) {
    Set<NoticeReceiver> found = those(notices.fallback(tx));
    return found.isEmpty() ? Set.of(CONSOLE) : found;
  }

  /** Those of these by which somebody is called: no console. */
  public Set<NoticeReceiver> whoCalls(Set<NoticeReceiver> receivers) {
    Set<NoticeReceiver> calling = new LinkedHashSet<>(receivers);
    calling.removeIf(receiver -> !receiver.calls());
    return calling;
  }

  /** A mail address, which need not be anybody's contact. */
  public NoticeReceiver atAddress(Tx tx, String mail) {
    return notices.address(tx, mail, clock.instant());
  }

  private Set<NoticeReceiver> those(List<NoticeReceiver> receivers) {
    Set<NoticeReceiver> found = new LinkedHashSet<>();
    receivers.stream().filter(this::takesNotices).forEach(found::add);
    return found;
  }

  private boolean takesNotices(NoticeReceiver receiver) {
    return receiver.channel().equals(ChannelKind.CONSOLE)
        || channels.of(receiver.channel()).flatMap(ChannelKind::medium).isPresent();
  }
}
