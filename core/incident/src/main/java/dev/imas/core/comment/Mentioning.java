package dev.imas.core.comment;

import dev.imas.core.bus.Saying;
import dev.imas.core.comment.MentionRepository.Found;
import dev.imas.core.comment.MentionRepository.Kind;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever is named in a comment. Everybody of a tenant may read its incidents, so all who are
 * active are told. A comment tells each of them once, however often it is edited. The message has
 * the incident and a link, and not the text, which may be for fewer eyes than a mail has. Only on a
 * virtual thread.
 */
final class Mentioning {

  private final MentionRepository mentions = new MentionRepository();
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final OnCallLookup onCall;
  private final InstantSource clock;

  Mentioning(Notices notices, NoticeReceivers receivers, OnCallLookup onCall, InstantSource clock) {
    this.notices = notices;
    this.receivers = receivers;
    this.onCall = onCall;
    this.clock = clock;
  }

  /** Whoever is on call at this moment: who they are does not change with the next shift. */
  private Stream<Found> onCall(Tx tx, String text) {
    List<String> schedules = Mentions.schedules(text);
    return schedules.isEmpty()
        ? Stream.empty()
        : onCall.firstOnCall(tx, schedules, clock.instant()).stream()
            .map(person -> new Found(Kind.USER, person));
  }

  /**
   * Stores whom the text names, and tells those of them who were not told.
   *
   * @param authorId is told of nothing that they wrote themselves
   */
  void apply(
      Tx tx, Incident incident, UUID comment, String author, @Nullable UUID authorId, String text) {
    List<Found> found =
        Stream.concat(mentions.find(tx, Mentions.names(text)).stream(), onCall(tx, text))
            .filter(one -> !one.id().equals(authorId))
            .distinct()
            .toList();
    mentions.set(tx, comment, found);
    if (incident.isTest()) {
      return;
    }
    Set<NoticeReceiver> told =
        new LinkedHashSet<>(
            receivers.ofUsers(
                tx,
                found.stream().filter(one -> one.kind() == Kind.USER).map(Found::id).toList(),
                Severity.SEV3_MEDIUM));
    for (Found one : found) {
      if (one.kind() == Kind.TEAM) {
        told.addAll(receivers.ofTeamChannels(tx, one.id()));
      }
    }
    notices.send(
        tx,
        new Notice(
            NoticeKind.MENTION,
            incident.id(),
            "comment " + comment,
            Severity.SEV3_MEDIUM,
            Saying.of("mention", author, incident.shortId()),
            Saying.plain(incident.title()),
            "/incidents/" + incident.shortId()),
        told);
  }
}
