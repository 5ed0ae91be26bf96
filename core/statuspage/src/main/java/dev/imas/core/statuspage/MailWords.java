package dev.imas.core.statuspage;

import dev.imas.core.bus.Saying;
import dev.imas.core.statuspage.SubscriberNotifications.Act;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What subscribers are mailed: no more than the page shows, and in its words. Pure. */
final class MailWords {

  private MailWords() {}

  static Saying title(PageSettings page, PublishedIncident one) {
    return Saying.plain(page.name() + ": " + one.title() + " (")
        .and("subscription." + one.state())
        .andPlain(")");
  }

  static Saying text(PageSettings page, PublishedIncident one) {
    Saying text = Saying.plain(one.updates().isEmpty() ? "" : one.updates().getLast().message());
    return ending(text, one.components(), page);
  }

  static Saying title(PageSettings page, Act act, PublicMaintenance one) {
    return Saying.plain(page.name() + ": " + one.title() + " (")
        .and(
            switch (act) {
              case PUBLISHED -> "subscription.maintenance";
              case UPDATED, CORRECTED -> "subscription.maintenance.changed";
              case WITHDRAWN -> "subscription.maintenance.withdrawn";
            })
        .andPlain(")");
  }

  static Saying text(PageSettings page, PublicMaintenance one) {
    Saying when = time(one.startsAt()).and("subscription.until").and(time(one.endsAt()));
    return ending(when.line(Saying.plain(one.message())), one.components(), page);
  }

  private static Saying time(Instant at) {
    return Saying.time(at, ZoneOffset.UTC);
  }

  private static Saying ending(
      Saying text, List<StatusComponent.Named> components, PageSettings page) {
    String names = String.join(", ", components.stream().map(StatusComponent.Named::name).toList());
    Saying more =
        names.isEmpty() ? text : text.line(Saying.of("subscription.concerns").andPlain(names));
    return more.line(Saying.plain(String.valueOf(page.address())));
  }
}
