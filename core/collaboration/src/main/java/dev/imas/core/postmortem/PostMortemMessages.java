package dev.imas.core.postmortem;

import dev.imas.core.bus.Saying;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.incident.Incident;
import dev.imas.core.item.ItemRecipientRepository;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells people of post-mortems: of one that is due, that waits for their review, or that was sent
 * back. Nothing of it is urgent, so it waits for the end of quiet hours. On a virtual thread.
 */
final class PostMortemMessages {

  private static final Severity URGENCY = Severity.SEV3_MEDIUM;

  private final ItemRecipientRepository recipients = new ItemRecipientRepository();
  private final TeamLeadRepository leads = new TeamLeadRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final Notices notices;
  private final NoticeReceivers receivers;

  PostMortemMessages(Notices notices, NoticeReceivers receivers) {
    this.notices = notices;
    this.receivers = receivers;
  }

  /**
   * Reminds the owner, and once it is late those who lead the team, too. Where none of them is
   * there, the team hears of it.
   */
  void remind(Tx tx, PostMortem of, Incident incident, Instant now) {
    Instant due = of.due();
    if (due == null) {
      return;
    }
    UUID team = services.ownerTeam(tx, incident.serviceId()).await();
    boolean isLate = ReminderDays.isLate(due, of.zone(), now);
    Set<UUID> people = new LinkedHashSet<>();
    UUID owner = of.owner();
    if (owner != null) {
      people.add(owner);
    }
    if (isLate) {
      people.addAll(leads.of(tx, team));
    }
    Notice notice =
        notice(
            incident,
            "due " + now,
            Saying.of(isLate ? "postmortem.overdue" : "postmortem.due", incident.shortId()),
            Saying.plain(incident.title())
                .line(Saying.of("postmortem.by").andPlain(" ").and(Saying.time(due, of.zone()))));
    notices.send(tx, notice, reached(tx, people, team, now));
  }

  private Set<NoticeReceiver> reached(Tx tx, Set<UUID> people, UUID team, Instant now) {
    Set<NoticeReceiver> told = new LinkedHashSet<>();
    if (!people.isEmpty()) {
      told.addAll(receivers.ofUsers(tx, recipients.there(tx, people, now), URGENCY));
    }
    if (told.isEmpty()) {
      told.addAll(receivers.whoCalls(receivers.ofTeamChannels(tx, team)));
    }
    if (told.isEmpty()) {
      told.addAll(
          receivers.ofUsers(tx, recipients.there(tx, recipients.members(tx, team), now), URGENCY));
    }
    return told.isEmpty() ? receivers.ofFallback(tx) : told;
  }

  /**
   * Tells the reviewer that it waits for them.
   *
   * @param by is told of nothing that they do themselves
   */
  void review(Tx tx, PostMortem of, Incident incident, String author, @Nullable UUID by) {
    tell(tx, of, incident, of.reviewer(), by, "postmortem.review", author, Saying.NOTHING);
  }

  /** Tells the owner that it was sent back. */
  void returned(
      Tx tx,
      PostMortem of,
      Incident incident,
      String author,
      @Nullable UUID by,
      @Nullable String reason) {
    tell(
        tx,
        of,
        incident,
        of.owner(),
        by,
        "postmortem.returned",
        author,
        reason == null ? Saying.NOTHING : Saying.plain(reason));
  }

  private void tell(
      Tx tx,
      PostMortem of,
      Incident incident,
      @Nullable UUID person,
      @Nullable UUID by,
      String code,
      String author,
      Saying more) {
    if (person != null && !person.equals(by)) {
      Saying title = Saying.plain(incident.title());
      notices.send(
          tx,
          notice(
              incident,
              code + " " + of.version(),
              Saying.of(code, author, incident.shortId()),
              more.pieces().isEmpty() ? title : title.line(more)),
          receivers.ofUsers(tx, List.of(person), URGENCY));
    }
  }

  private static Notice notice(Incident incident, String key, Saying title, Saying text) {
    return new Notice(
        NoticeKind.POST_MORTEM,
        incident.id(),
        key,
        URGENCY,
        title,
        text,
        "/post-mortems/" + incident.shortId());
  }
}
