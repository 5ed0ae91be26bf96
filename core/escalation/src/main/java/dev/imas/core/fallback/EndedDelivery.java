package dev.imas.core.fallback;

import dev.imas.core.fallback.OutcomeRepository.Claimed;
import dev.imas.core.fallback.OutcomeRepository.Outcome;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that has ended, with what its incident's timeline says about it.
 *
 * @param event the event's name in deliveries, such as {@code incident.triggered}
 * @param receiver the contact's name; null if it was removed, or was the console
 * @param folded how many earlier messages were folded into it
 */
record EndedDelivery(
    UUID id, String event, String channel, UUID receiverId, @Nullable String receiver, int folded) {

  /** The author of entries about what the notifier did. */
  private static final String NOTIFIER = "notifier";

  /** The step that adds this outcome to the incident's timeline. */
  Step tell(Incident incident, Claimed how) {
    boolean isPage = IncidentEvent.named(event).map(IncidentEvent::calls).orElse(true);
    String whom = whom() + about(isPage);
    return switch (how.outcome()) {
      case SENT ->
          step(
              incident,
              how,
              TimelineType.ALERT_SENT,
              (isPage ? "Paged " : "Notified ") + whom + earlier());
      case DEAD ->
          step(
              incident,
              how,
              TimelineType.NOTIFICATION_FAILED,
              "Could not " + (isPage ? "page " : "notify ") + whom + ": " + how.reason());
      case CANCELLED ->
          step(
              incident,
              how,
              TimelineType.NOTIFICATION_CANCELLED,
              "Did not " + (isPage ? "page " : "notify ") + whom + ": " + how.reason());
      case LATE ->
          throw new IllegalArgumentException("LATE asks about a page and ends no delivery");
    };
  }

  /** "ann by sms", "the console". */
  private String whom() {
    if (receiver != null) {
      return receiver + " by " + channel;
    }
    return channel.equals("console") ? "the console" : "a removed contact by " + channel;
  }

  /** Nothing of the first page and of escalations: that somebody was paged says it all. */
  private String about(boolean isPage) {
    String what = event.substring(event.lastIndexOf('.') + 1).replace('_', ' ');
    return isPage && (what.equals("triggered") || what.equals("escalated"))
        ? ""
        : " (" + what + ")";
  }

  private String earlier() {
    return folded == 0
        ? ""
        : ", including " + folded + " earlier " + (folded == 1 ? "message" : "messages");
  }

  private Step step(Incident incident, Claimed how, TimelineType type, String message) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("delivery_id", id.toString());
    facts.put("event", event);
    facts.put("channel", channel);
    facts.put("receiver_id", receiverId.toString());
    facts.put("attempts", how.tries());
    if (how.endedAt() != null) {
      facts.put("ended_at", how.endedAt().toString());
    }
    if (how.outcome() != Outcome.SENT && how.reason() != null) {
      facts.put("reason", how.reason());
    }
    return incident.report(type, NOTIFIER, message, facts);
  }
}
