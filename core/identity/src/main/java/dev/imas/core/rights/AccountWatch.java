package dev.imas.core.rights;

import dev.imas.core.bus.Saying;
import dev.imas.core.http.Call;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells people of each change of what their account is entered by or reached at, in the transaction
 * of the change. The message goes to the address of the account as it was before, so that whoever
 * changes it cannot keep it from them. Accounts that nobody has entered yet are nobody's to tell.
 * Call it on a virtual thread, before the change.
 */
public final class AccountWatch {

  private final Notices notices;
  private final NoticeReceivers receivers;
  private final InstantSource clock;
  private final AdminRepository accounts = new AdminRepository();

  public AccountWatch(Notices notices, NoticeReceivers receivers, InstantSource clock) {
    this.notices = notices;
    this.receivers = receivers;
    this.clock = clock;
  }

  /** Tells of a change that a call makes. */
  public void changed(Tx tx, UUID user, AccountChange change, Call call) {
    changed(tx, user, change, null, AdminWatch.author(call));
  }

  /**
   * @param gone a mail address besides that of the account, which is told too; null if none
   * @param by who changes it, and from where
   */
  public void changed(Tx tx, UUID user, AccountChange change, @Nullable String gone, Saying by) {
    accounts
        .entered(tx, user)
        .ifPresent(
            account -> {
              Notice notice =
                  new Notice(
                      NoticeKind.ACCOUNT,
                      user,
                      UuidV7.at(clock.millis()).toString(),
                      Severity.SEV2_HIGH,
                      Saying.of(change.sentence(), account.username()),
                      by.line(Saying.of("account.check")),
                      null);
              notices.send(tx, notice, receivers(tx, user, account.email(), gone));
            });
  }

  /**
   * Tells a user whose sessions have all ended, in this transaction, which addresses ended with
   * them: a calendar that reads nothing any more says so to nobody.
   *
   * @param by who ended them, and from where
   */
  public void sessionsEnded(Tx tx, UUID user, Saying by) {
    if (accounts.hasEndedFeeds(tx, user)) {
      changed(tx, user, AccountChange.FEEDS_ENDED, null, by);
    }
  }

  /** The same, by a call. */
  public void sessionsEnded(Tx tx, UUID user, Call call) {
    sessionsEnded(tx, user, AdminWatch.author(call));
  }

  private Set<NoticeReceiver> receivers(
      Tx tx, UUID user, @Nullable String mail, @Nullable String gone) {
    List<NoticeReceiver> all =
        new ArrayList<>(receivers.ofUsers(tx, List.of(user), Severity.SEV2_HIGH));
    for (String address : new String[] {mail, gone}) {
      if (address != null) {
        all.add(receivers.atAddress(tx, address));
      }
    }
    Set<String> places = new HashSet<>();
    all.removeIf(one -> !places.add(AdminRepository.place(one.channel(), one.address())));
    return Set.copyOf(all);
  }
}
