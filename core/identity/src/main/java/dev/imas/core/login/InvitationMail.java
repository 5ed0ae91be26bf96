package dev.imas.core.login;

import dev.imas.core.bus.Saying;
import dev.imas.core.catalog.ChannelOfferRepository;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Mails an invitation to the address of the account that it is for. The link follows from the
 * invitation's id, and the notifier writes it into the mail, so no row has it. Call it on a virtual
 * thread.
 */
final class InvitationMail {

  private static final String CHANNEL = "email";

  private final Notices notices;

  private final NoticeReceivers receivers;
  private final InvitationRepository invitations = new InvitationRepository();
  private final ChannelOfferRepository offers = new ChannelOfferRepository();

  InvitationMail(Notices notices, NoticeReceivers receivers) {
    this.notices = notices;
    this.receivers = receivers;
  }

  /**
   * @param address of the account
   * @return whether a mail is on its way; not where nobody could send it
   */
  boolean send(Tx tx, UUID invitation, String username, String address, Instant until) {
    if (!canBeSent(tx)) {
      return false;
    }
    Notice notice =
        new Notice(
            NoticeKind.INVITATION,
            invitation,
            "mail",
            Severity.SEV4_LOW,
            Saying.of("invitation.title"),
            Saying.of("invitation.text", username, until.truncatedTo(ChronoUnit.MINUTES)),
            null);
    return notices.send(tx, notice, Set.of(receivers.atAddress(tx, address))) > 0;
  }

  /**
   * Mails a link to who forgot the password.
   *
   * @param address of the account
   */
  void sendReset(Tx tx, UUID invitation, String username, String address, Instant until) {
    Notice notice =
        new Notice(
            NoticeKind.PASSWORD_RESET,
            invitation,
            "mail",
            Severity.SEV4_LOW,
            Saying.of("password.reset"),
            Saying.of("password.reset.text", username, until.truncatedTo(ChronoUnit.MINUTES)),
            null);
    notices.send(tx, notice, Set.of(receivers.atAddress(tx, address)));
  }

  /** Tells the person that a link was used; nobody else could have, if the mailbox is theirs. */
  void tellChanged(Tx tx, UUID invitation, String username, String address, Instant at) {
    Notice notice =
        new Notice(
            NoticeKind.PASSWORD_CHANGED,
            invitation,
            "mail",
            Severity.SEV4_LOW,
            Saying.of("password.changed"),
            Saying.of("password.changed.text", username, at.truncatedTo(ChronoUnit.SECONDS)),
            null);
    notices.send(tx, notice, Set.of(receivers.atAddress(tx, address)));
  }

  /** Where no notifier runs yet, the next one decides. */
  boolean canBeSent(Tx tx) {
    List<ChannelOffer> current = offers.current(tx).await();
    return current.isEmpty()
        || current.stream().anyMatch(offer -> offer.offers(CHANNEL))
        || invitations.hasProvider(tx, CHANNEL).await();
  }
}
