package dev.imas.core.incident;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Decides who is told, and leaves it to the notifier. */
public final class Pager {

  private final OwnedServiceRepository services;
  private final ToldRepository told = new ToldRepository();
  private final DeliveryQueue queue;
  private final GrowthRepository growth;
  private final EventBus bus;
  private final InstantSource clock;

  public Pager(
      OwnedServiceRepository services,
      DeliveryQueue queue,
      GrowthRepository growth,
      EventBus bus,
      InstantSource clock) {
    this.services = services;
    this.queue = queue;
    this.growth = growth;
    this.bus = bus;
    this.clock = clock;
    DeliveriesQueued.registerOn(bus);
  }

  /**
   * Writes the deliveries of these moments, in the transaction of what they tell of.
   *
   * @return the deliveries, for {@link #nudge} after the commit
   */
  public Future<List<NewDelivery>> queue(Tx tx, List<Page> pages) {
    return queue(tx, pages, Map.of());
  }

  /**
   * @param openedBy by incident, the alert that opened it, of those that it has just opened; of the
   *     others it is what their earlier messages say
   */
  public Future<List<NewDelivery>> queue(
      Tx tx, List<Page> pages, Map<UUID, PageContent.Alert> openedBy) {
    if (pages.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Set<UUID> serviceIds = new HashSet<>();
    Set<UUID> incidentsWithNews = new HashSet<>();
    Set<UUID> openedBefore = new HashSet<>();
    for (Page page : pages) {
      serviceIds.add(page.incident().serviceId());
      if (page.incident().origin() == Incident.Origin.ALERT
          && !openedBy.containsKey(page.incident().id())) {
        openedBefore.add(page.incident().id());
      }
      if (!page.event().calls()) {
        incidentsWithNews.add(page.incident().id());
      }
    }
    Future<Map<UUID, OwnedService>> owned = services.load(tx, serviceIds);
    Future<Map<UUID, List<Contact>>> toldBefore = told.load(tx, incidentsWithNews);
    Future<String> tenant = queue.tenantName(tx);
    Future<Map<UUID, PageContent.Alert>> alerts = queue.openingAlerts(tx, openedBefore);
    return Future.join(owned, toldBefore, tenant, alerts)
        .map(
            loaded -> {
              Map<UUID, PageContent.Alert> words = new HashMap<>(openedBy);
              words.putAll(alerts.result());
              return deliveries(pages, owned.result(), toldBefore.result(), tenant.result(), words);
            })
        .compose(all -> store(tx, pages, all).map(all));
  }

  /**
   * More alerts have joined these incidents, and nothing else of them is to be told: those who know
   * of them hear so after a pause, from {@link GrowthSweep}.
   */
  public Future<Void> tellOfGrowthLater(Tx tx, Set<UUID> incidents) {
    return growth.expect(tx, incidents);
  }

  private Future<Void> store(Tx tx, List<Page> pages, List<NewDelivery> all) {
    Set<UUID> toldOf = new HashSet<>();
    for (Page page : pages) {
      // A new incident has not grown yet.
      if (page.event() != IncidentEvent.TRIGGERED) {
        toldOf.add(page.incident().id());
      }
    }
    return Pipeline.join(
            List.of(
                queue.insert(tx, all),
                queue.watch(tx, calls(pages, all)),
                growth.forget(tx, toldOf)))
        .mapEmpty();
  }

  /** Of the deliveries, those that call people to work. */
  private static List<NewDelivery> calls(List<Page> pages, List<NewDelivery> all) {
    Set<String> calling = new HashSet<>();
    for (Page page : pages) {
      if (page.event().calls()) {
        calling.add(page.event().wireName());
      }
    }
    return all.stream().filter(d -> calling.contains(d.event())).toList();
  }

  private List<NewDelivery> deliveries(
      List<Page> pages,
      Map<UUID, OwnedService> owned,
      Map<UUID, List<Contact>> toldBefore,
      String tenant,
      Map<UUID, PageContent.Alert> alerts) {
    List<NewDelivery> all = new ArrayList<>();
    Map<UUID, Map<UUID, Contact>> heard = new HashMap<>();
    toldBefore.forEach((incident, contacts) -> add(heard, incident, contacts));
    for (Page page : pages) {
      Incident incident = page.incident();
      OwnedService service = owned.get(incident.serviceId());
      if (service == null) {
        throw new IllegalStateException("the service of " + incident.shortId() + " is gone");
      }
      List<Contact> receivers =
          page.receivers(service, heard.getOrDefault(incident.id(), Map.of()).values());
      all.addAll(
          page.deliveries(
              service,
              receivers,
              tenant,
              alerts.get(incident.id()),
              () -> UuidV7.at(clock.millis())));
      if (page.isLast()) {
        heard.remove(incident.id());
      } else {
        add(heard, incident.id(), receivers);
      }
    }
    return all;
  }

  private static void add(
      Map<UUID, Map<UUID, Contact>> heard, UUID incident, List<Contact> contacts) {
    Map<UUID, Contact> byId = heard.computeIfAbsent(incident, i -> new LinkedHashMap<>());
    contacts.forEach(c -> byId.put(c.id(), c));
  }

  /** Tells a notifier that there is work; losing this costs a moment and nothing else. */
  public void nudge(Collection<NewDelivery> committed) {
    committed.stream()
        .map(NewDelivery::urgency)
        .min(Severity::compareTo)
        .ifPresent(
            urgent ->
                bus.send(DeliveriesQueued.ADDRESS, new DeliveriesQueued(committed.size(), urgent)));
  }
}
