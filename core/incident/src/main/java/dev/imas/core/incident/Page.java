package dev.imas.core.incident;

import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.model.ChannelKind;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A moment of an incident that people may have to be told about.
 *
 * @param incident the incident as it was at that moment
 */
public record Page(Incident incident, IncidentEvent event, TimelineEntry entry, Instant at) {

  private static final int LONGEST_TEXT = 4_000;

  /**
   * Somebody is told in another way of what a step of the escalation said before. It has no
   * timeline entry of its own.
   *
   * @param seq of the step's entry
   */
  public static Page ofNextCall(Incident incident, int seq, String message, Instant at) {
    return new Page(
        incident,
        IncidentEvent.ESCALATED,
        new TimelineEntry(
            incident.id(),
            seq,
            TimelineType.ESCALATION,
            Incident.SYSTEM,
            message,
            Map.of(),
            incident.version()),
        at);
  }

  /**
   * An update that more alerts have joined. It has no timeline entry of its own, and shows the
   * current counts.
   */
  static Page ofGrowth(Incident incident, Instant at) {
    Counts counts = incident.counts();
    return new Page(
        incident,
        IncidentEvent.GREW,
        new TimelineEntry(
            incident.id(),
            counts.timelineSeq(),
            TimelineType.ALERT_RECEIVED,
            Incident.SYSTEM,
            "Now " + counts.inWords(),
            Map.of(),
            incident.version()),
        at);
  }

  /**
   * It concerns others by now. It goes out under the timeline entry that says so.
   *
   * @param message which may sum up several entries
   */
  public static Page ofScopes(Incident incident, TimelineEntry entry, String message, Instant at) {
    return new Page(
        incident,
        IncidentEvent.SCOPE_ADDED,
        new TimelineEntry(
            incident.id(),
            entry.seq(),
            entry.type(),
            entry.author(),
            message,
            entry.metadata(),
            entry.version()),
        at);
  }

  /**
   * Those who are nowhere among the places, each place once (RTE-04).
   *
   * @param told where people were told
   */
  static List<Contact> newcomers(List<Contact> wanted, Set<Place> told) {
    Set<Place> known = new HashSet<>(told);
    return wanted.stream()
        .filter(contact -> known.add(Place.of(contact.channel(), contact.address())))
        .toList();
  }

  /** Where somebody is told. The case of addresses makes no difference. */
  record Place(String channel, String address) {

    static Place of(String channel, String address) {
      return new Place(channel, address.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Who is told. A page goes to every active contact of the owning team that wants this severity
   * and to the people called, or to the console if there is nobody. That nobody works on it any
   * more, or that alerts have joined it, goes to those who were told before, too. A step of the
   * escalation, and word that others are concerned, go to the people called alone. An update goes
   * to those who were told before, whatever their team: the fallback may have paged them, or the
   * service may have moved.
   *
   * @param called the people whom the incident's escalation tells now
   * @param told those who were told before and can still be reached
   */
  public List<Contact> receivers(
      OwnedService service, List<Contact> called, Collection<Contact> told) {
    if (!event.calls()) {
      return toldOfNews(told);
    }
    Map<String, Contact> byAddress = new LinkedHashMap<>();
    called.forEach(c -> byAddress.putIfAbsent(c.channel() + ' ' + c.address(), c));
    if (event.callsTeam()) {
      // An address that a person and the team share is told once, as the person's.
      service.contacts().stream()
          .filter(c -> c.wants(incident.severity()))
          .filter(c -> called.isEmpty() || !byAddress.containsKey(c.channel() + ' ' + c.address()))
          .forEach(c -> byAddress.put(c.id().toString(), c));
    }
    if (event.callsWhoWasTold()) {
      Set<Place> places = new HashSet<>();
      byAddress.values().forEach(c -> places.add(Place.of(c.channel(), c.address())));
      newcomers(toldOfNews(told), places).forEach(c -> byAddress.put(c.id().toString(), c));
    }
    return byAddress.isEmpty() ? List.of(Contact.CONSOLE) : List.copyOf(byAddress.values());
  }

  /** How many of these hear of news, but for the console. */
  static int audience(Collection<Contact> told) {
    return (int) toldOfNews(told).stream().filter(c -> ChannelKind.calls(c.channel())).count();
  }

  /** Nobody's phone rings for news, and an address that several people share gets it once. */
  private static List<Contact> toldOfNews(Collection<Contact> told) {
    Map<String, Contact> byAddress = new LinkedHashMap<>();
    told.stream()
        .filter(c -> !c.channel().equals(ChannelKind.VOICE))
        .forEach(
            c ->
                byAddress.putIfAbsent(
                    c.mayWait() ? c.channel() + ' ' + c.address() : c.id().toString(), c));
    return List.copyOf(byAddress.values());
  }

  /** Whether receivers get no more updates after it, unless they are paged again. */
  public boolean isLast() {
    return event == IncidentEvent.HANDED_OVER;
  }

  /**
   * The deliveries to these receivers.
   *
   * @param alert the alert that opened the incident
   */
  public List<NewDelivery> deliveries(
      OwnedService service,
      List<Contact> receivers,
      String tenantName,
      PageContent.@Nullable Alert alert,
      Supplier<UUID> ids) {
    PageContent content = content(service, tenantName, alert);
    return receivers.stream()
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
                    content,
                    contact.mayWait(),
                    null,
                    null,
                    incident.isTest()))
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
            alert,
            incident.counts().reopens(),
            incident.counts().takenBack()),
        cut(entry.message()),
        entry.author(),
        null);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
