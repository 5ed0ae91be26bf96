package dev.imas.core.incident;

import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.delivery.NewDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A moment of an incident that somebody may have to hear of.
 *
 * @param incident as it was at that moment
 */
public record Page(Incident incident, IncidentEvent event, TimelineEntry entry, Instant at) {

  private static final int LONGEST_TEXT = 4_000;

  /**
   * Who is told, and what. An event that calls people to work goes to every active contact of the
   * owning team that wants to hear of this severity, or to the console where there is none. The
   * rest is news for those who were called and can still be reached.
   *
   * @param called receivers of earlier messages about this incident
   * @param alert the one that opened the incident
   */
  public List<NewDelivery> deliveries(
      OwnedService service,
      Set<UUID> called,
      String tenantName,
      PageContent.@Nullable Alert alert,
      Supplier<UUID> ids) {
    List<Contact> wanting = new ArrayList<>();
    for (Contact contact : service.contacts()) {
      if (event.calls() ? contact.wants(incident.severity()) : called.contains(contact.id())) {
        wanting.add(contact);
      }
    }
    if (event.calls() ? wanting.isEmpty() : called.contains(Contact.CONSOLE.id())) {
      wanting.add(Contact.CONSOLE);
    }
    PageContent content = content(service, tenantName, alert);
    return wanting.stream()
        .map(
            contact ->
                new NewDelivery(
                    ids.get(),
                    incident.id(),
                    entry.seq(),
                    event.wireName(),
                    contact.id(),
                    contact.channel(),
                    contact.address(),
                    incident.severity(),
                    content))
        .toList();
  }

  private PageContent content(
      OwnedService service, String tenantName, PageContent.@Nullable Alert alert) {
    return new PageContent(
        event.wireName(),
        at,
        tenantName,
        new PageContent.Incident(
            incident.id(),
            incident.shortId(),
            incident.title(),
            cut(incident.description()),
            incident.severity(),
            incident.status().name(),
            new PageContent.Service(
                service.id(), service.name(), service.tier(), service.runbookUrl()),
            service.team(),
            incident.counts().alerts(),
            incident.clocks().createdAt(),
            null,
            incident.counts().firing(),
            alert),
        cut(event == IncidentEvent.GREW ? growth() : entry.message()),
        entry.author(),
        null);
  }

  /** The whole, since the message that waits for its turn is the last of several. */
  private String growth() {
    return "Now %,d of its %,d alerts fire"
        .formatted(incident.counts().firing(), incident.counts().alerts());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
