package dev.imas.core.scope;

import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scope.IncidentScopeRepository.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Finds whom active scopes tell of what is no incident. Only on a virtual thread. */
public final class ScopeRecipients {

  private static final String EMAIL = "email";

  private final IncidentScopeRepository repository = new IncidentScopeRepository();
  private final OnCall onCall = new OnCall();

  /**
   * @param addresses the mandatory ones
   * @param onCall whoever is on call for the scopes' teams
   */
  public record Found(List<NoticeReceiver> addresses, Set<UUID> onCall) {}

  public Found of(Tx tx, Collection<UUID> scopes, Instant at) {
    List<NoticeReceiver> addresses = new ArrayList<>();
    Set<UUID> users = new LinkedHashSet<>();
    for (Recipient recipient : repository.recipients(tx, scopes).await()) {
      if (recipient.team() != null) {
        users.addAll(onCall.of(tx, recipient.team(), at));
      } else if (recipient.receiver() != null && recipient.address() != null) {
        addresses.add(new NoticeReceiver(recipient.receiver(), EMAIL, recipient.address()));
      }
    }
    return new Found(addresses, users);
  }
}
