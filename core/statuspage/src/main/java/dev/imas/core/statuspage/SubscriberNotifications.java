package dev.imas.core.statuspage;

import dev.imas.core.platform.Tx;
import dev.imas.core.subscriber.Subscriptions;
import dev.imas.core.webhook.PublicEvents;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who have subscribed what the public is told, in the same words: no more than the page
 * shows, and nothing while the page is off. On a virtual thread.
 */
final class SubscriberNotifications {

  /** What was done with it. */
  enum Act {
    PUBLISHED("published"),
    UPDATED("updated"),
    CORRECTED("corrected"),
    WITHDRAWN("withdrawn");

    private final String word;

    Act(String word) {
      this.word = word;
    }
  }

  private final PublicEvents events;
  private final Subscriptions subscriptions;
  private final StatusPages pages;
  private final PageRepository settings = new PageRepository();

  SubscriberNotifications(PublicEvents events, Subscriptions subscriptions, StatusPages pages) {
    this.events = events;
    this.subscriptions = subscriptions;
    this.pages = pages;
  }

  /**
   * An incident, as a subscriber gets it.
   *
   * @param components names
   * @param message of the newest update
   * @param sequence rises with each change of it
   * @param url of the page; null while nobody serves it
   */
  record ToldIncident(
      UUID id,
      String action,
      String title,
      String impact,
      String state,
      List<String> components,
      String message,
      Instant startedAt,
      @Nullable Instant resolvedAt,
      int sequence,
      UUID tenant,
      @Nullable String url) {}

  /** Maintenance, as a subscriber gets it. */
  record ToldMaintenance(
      UUID id,
      String action,
      String title,
      String message,
      List<String> components,
      Instant startsAt,
      Instant endsAt,
      int sequence,
      UUID tenant,
      @Nullable String url) {}

  void incident(Tx tx, Act act, PublishedIncident one) {
    PageSettings page = told(tx);
    if (page == null) {
      return;
    }
    int sequence = sequence(act, one.version());
    if (events.mayBeWanted(tx)) {
      events.incident(
          tx,
          one.id(),
          sequence,
          new ToldIncident(
              one.id(),
              act.word,
              one.title(),
              one.impact(),
              one.state(),
              one.components().stream().map(StatusComponent.Named::name).toList(),
              one.updates().isEmpty() ? "" : one.updates().getLast().message(),
              one.startedAt(),
              one.resolvedAt(),
              sequence,
              tx.tenant().orElseThrow().value(),
              page.address()));
    }
    String site = pages.site();
    // A correction is no news, and what was withdrawn is not to be read again.
    if (site != null && page.subscriptions() && (act == Act.PUBLISHED || act == Act.UPDATED)) {
      subscriptions.tell(
          tx,
          one.id(),
          "incident:" + one.id() + ":" + sequence,
          MailWords.title(page, one),
          MailWords.text(page, one),
          site);
    }
  }

  void maintenance(Tx tx, Act act, PublicMaintenance one) {
    PageSettings page = told(tx);
    if (page == null) {
      return;
    }
    int sequence = sequence(act, one.version());
    if (events.mayBeWanted(tx)) {
      events.maintenance(
          tx,
          one.id(),
          sequence,
          new ToldMaintenance(
              one.id(),
              act.word,
              one.title(),
              one.message(),
              one.components().stream().map(StatusComponent.Named::name).toList(),
              one.startsAt(),
              one.endsAt(),
              sequence,
              tx.tenant().orElseThrow().value(),
              page.address()));
    }
    String site = pages.site();
    if (site != null && page.subscriptions()) {
      subscriptions.tell(
          tx,
          one.id(),
          "maintenance:" + one.id() + ":" + sequence,
          MailWords.title(page, act, one),
          MailWords.text(page, one),
          site);
    }
  }

  /** What is withdrawn has no version of its own. */
  private static int sequence(Act act, int version) {
    return act == Act.WITHDRAWN ? version + 1 : version;
  }

  /** The page, if the public can read it. */
  private @Nullable PageSettings told(Tx tx) {
    PageSettings page = settings.read(tx, pages.addressOf());
    return page.isPublic() ? page : null;
  }
}
