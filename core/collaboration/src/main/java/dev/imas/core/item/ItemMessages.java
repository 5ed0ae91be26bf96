package dev.imas.core.item;

import dev.imas.core.bus.Saying;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.item.ItemRecipientRepository.About;
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
 * Tells people of items: of one that is due, and of one that somebody gave them. Nothing of it is
 * urgent, so it waits for the end of quiet hours. On a virtual thread.
 */
final class ItemMessages {

  private static final Severity URGENCY = Severity.SEV3_MEDIUM;

  private final ItemRecipientRepository recipients = new ItemRecipientRepository();
  private final TenantTimes times = new TenantTimes();
  private final Notices notices;
  private final NoticeReceivers receivers;

  ItemMessages(Notices notices, NoticeReceivers receivers) {
    this.notices = notices;
    this.receivers = receivers;
  }

  /**
   * Reminds whoever owns the item. Where that is somebody who is not there, the team hears of it.
   */
  void remind(Tx tx, Item item, Instant now) {
    Instant due = item.details().due();
    if (due == null) {
      return;
    }
    About about = recipients.about(tx, item.incident());
    if (about != null && about.isTest()) {
      return;
    }
    notices.send(
        tx,
        notice(
            tx,
            NoticeKind.TASK_DUE,
            item,
            "due " + now,
            Saying.of(
                now.isBefore(due) ? "task.due.soon" : now.equals(due) ? "task.due" : "task.overdue",
                item.key(),
                item.details().title()),
            about),
        ofOwner(tx, item, about, now));
  }

  /**
   * Tells the new owner of an item, once of each time that it is given to them.
   *
   * @param by is told of nothing that they take on themselves
   */
  void assigned(Tx tx, Item item, String author, @Nullable UUID by, Instant now) {
    About about = recipients.about(tx, item.incident());
    if (about != null && about.isTest()) {
      return;
    }
    UUID owner = item.details().owner();
    UUID team = item.details().ownerTeam();
    Set<NoticeReceiver> told = Set.of();
    if (owner != null && !owner.equals(by)) {
      told = receivers.ofUsers(tx, List.of(owner), URGENCY);
    } else if (owner == null && team != null && item.kind() == ItemKind.TASK) {
      told = ofTeam(tx, team, now); // A backlog is its team's anyway.
    }
    if (!told.isEmpty()) {
      notices.send(
          tx,
          notice(
              tx,
              NoticeKind.TASK_ASSIGNED,
              item,
              "assigned " + item.version(),
              Saying.of(
                  owner == null ? "task.assigned.team" : "task.assigned",
                  author,
                  item.key(),
                  item.details().title()),
              about),
          told);
    }
  }

  private Notice notice(
      Tx tx, NoticeKind kind, Item item, String key, Saying title, @Nullable About about) {
    Saying text = Saying.NOTHING;
    Instant due = item.details().due();
    if (due != null) {
      text = Saying.of("task.by").andPlain(" ").and(Saying.time(due, times.read(tx).zone()));
    }
    if (about != null) {
      Saying of = Saying.of("task.of", about.shortId());
      text = due == null ? of : text.line(of);
    }
    return new Notice(kind, item.id(), key, URGENCY, title, text, "/tasks/" + item.key());
  }

  private Set<NoticeReceiver> ofOwner(Tx tx, Item item, @Nullable About about, Instant now) {
    UUID owner = item.details().owner();
    if (owner != null) {
      Set<NoticeReceiver> theirs =
          receivers.ofUsers(tx, recipients.there(tx, List.of(owner), now), URGENCY);
      if (!theirs.isEmpty()) {
        return theirs;
      }
    }
    Set<NoticeReceiver> told = new LinkedHashSet<>();
    for (UUID team : teams(tx, item, about)) {
      told.addAll(ofTeam(tx, team, now));
    }
    if (told.isEmpty() && owner != null) {
      told.addAll(receivers.ofUsers(tx, List.of(owner), URGENCY)); // Better late than nobody.
    }
    return told.isEmpty() ? receivers.ofFallback(tx) : told;
  }

  /** Those that stand in for an owner: its own team, the incident's, or the owner's teams. */
  private List<UUID> teams(Tx tx, Item item, @Nullable About about) {
    UUID owner = item.details().owner();
    UUID team = item.details().ownerTeam();
    if (team != null) {
      return List.of(team);
    }
    if (about != null) {
      return List.of(about.team());
    }
    return owner == null ? List.of() : recipients.teamsOf(tx, owner);
  }

  /** A team is reached by its channels; one without, by its members. */
  private Set<NoticeReceiver> ofTeam(Tx tx, UUID team, Instant now) {
    Set<NoticeReceiver> channels = receivers.whoCalls(receivers.ofTeamChannels(tx, team));
    return channels.isEmpty()
        ? receivers.ofUsers(tx, recipients.there(tx, recipients.members(tx, team), now), URGENCY)
        : channels;
  }
}
