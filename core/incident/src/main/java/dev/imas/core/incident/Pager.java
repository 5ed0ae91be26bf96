package dev.imas.core.incident;

import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides who is told about changes of incidents, and queues deliveries for the notifier. */
public final class Pager implements IncidentReaction {

  private final OwnedServiceRepository services = new OwnedServiceRepository();
  private final NotifiedRepository told = new NotifiedRepository();
  private final DeliveryQueue queue;
  private final PagedPeople people;
  private final Holding holding;
  private final InstantSource clock;

  /**
   * @param people whom pages go to besides the owning team
   * @param holding says which messages wait
   */
  public Pager(DeliveryQueue queue, PagedPeople people, Holding holding, InstantSource clock) {
    this.queue = queue;
    this.people = people;
    this.holding = holding;
    this.clock = clock;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Page> pages = new ArrayList<>();
    Map<UUID, PageContent.Alert> openedBy = new HashMap<>();
    for (IncidentChange change : changes) {
      pages.addAll(change.pages());
      OpeningAlert alert = change.openedBy();
      if (alert != null) {
        openedBy.put(change.after().id(), alert.forMessages());
      }
    }
    return tell(tx, pages, openedBy, people.follow(tx, changes), true).mapEmpty();
  }

  /** Queues deliveries of one moment to these people alone. */
  public Future<Void> call(Tx tx, Page page, List<Contact> people) {
    return tell(
            tx,
            List.of(page),
            Map.of(),
            Future.succeededFuture(PagedPeople.Called.of(Map.of(page.incident().id(), people))),
            true)
        .mapEmpty();
  }

  /**
   * Queues deliveries of one moment to those of these receivers who have not been told of the
   * incident yet. Nobody else is told in their place before a delivery has failed.
   *
   * @param since only what they were told under this seq of the timeline or a later one counts
   */
  public Future<Void> inform(Tx tx, Page page, List<Contact> receivers, int since) {
    UUID incident = page.incident().id();
    return told.places(tx, incident, since)
        .compose(
            before -> {
              List<Contact> newcomers = Page.newcomers(receivers, before);
              return newcomers.isEmpty()
                  ? Future.succeededFuture()
                  : tell(
                          tx,
                          List.of(page),
                          Map.of(),
                          Future.succeededFuture(
                              PagedPeople.Called.of(Map.of(incident, newcomers))),
                          false)
                      .mapEmpty();
            });
  }

  /** How many receivers an update of the incident would have, but for the console. */
  public Future<Integer> audience(Tx tx, UUID incident) {
    return told.load(tx, List.of(incident))
        .map(before -> Page.audience(before.contacts().getOrDefault(incident, List.of())));
  }

  /**
   * Queues deliveries of moments that change no incident.
   *
   * @return the incidents about which somebody is told
   */
  Future<Set<UUID>> tell(Tx tx, List<Page> pages) {
    return tell(tx, pages, Map.of(), Future.succeededFuture(PagedPeople.Called.of(Map.of())), true);
  }

  /**
   * @param openedBy the opening alerts of incidents that are just being opened, by incident; for
   *     the others it comes from their earlier messages
   * @param called the people whom pages go to besides the owning team
   * @param soon whether their next contact methods are tried if nothing is accepted soon
   */
  private Future<Set<UUID>> tell(
      Tx tx,
      List<Page> pages,
      Map<UUID, PageContent.Alert> openedBy,
      Future<PagedPeople.Called> called,
      boolean soon) {
    if (pages.isEmpty()) {
      return called.compose(none -> none.written().map(Set.of()));
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
      if (!page.event().calls() || page.event().callsWhoWasTold()) {
        incidentsWithNews.add(page.incident().id());
      }
    }
    Future<Map<UUID, OwnedService>> owned = services.load(tx, serviceIds);
    Future<NotifiedRepository.Before> toldBefore = told.load(tx, incidentsWithNews);
    Future<String> tenant = queue.tenantName(tx);
    Future<Map<UUID, PageContent.Alert>> alerts = queue.openingAlerts(tx, openedBefore);
    Future<Set<UUID>> queued =
        Future.join(owned, toldBefore, tenant, alerts, called)
            .compose(
                loaded -> {
                  Map<UUID, PageContent.Alert> words = new HashMap<>(openedBy);
                  words.putAll(alerts.result());
                  List<NewDelivery> wanted =
                      deliveries(
                          pages,
                          owned.result(),
                          toldBefore.result(),
                          called.result().people(),
                          tenant.result(),
                          words);
                  return queue(tx, pages, wanted, soon ? called.result().people() : Map.of());
                });
    return called
        .compose(people -> Pipeline.join(List.of(people.written().map(Set.<UUID>of()), queued)))
        .map(List::getLast);
  }

  /**
   * @param trying by incident, the people whose next contact methods are tried if nothing is
   *     accepted soon
   */
  private Future<Set<UUID>> queue(
      Tx tx, List<Page> pages, List<NewDelivery> wanted, Map<UUID, List<Contact>> trying) {
    return holding
        .hold(tx, wanted)
        .compose(
            all ->
                Pipeline.join(
                        List.of(
                            queue.insert(tx, all),
                            queue.watch(tx, calls(pages, all)),
                            queue.foundNobody(tx, foundNobody(all)),
                            queue.watchPeople(tx, of(trying, calls(pages, all)))))
                    .map(queued -> about(all)));
  }

  private static Set<UUID> about(List<NewDelivery> deliveries) {
    Set<UUID> incidents = new HashSet<>();
    for (NewDelivery delivery : deliveries) {
      UUID incident = delivery.incidentId();
      if (incident != null) {
        incidents.add(incident);
      }
    }
    return incidents;
  }

  /** Those that go to the people found. */
  private static List<NewDelivery> of(
      Map<UUID, List<Contact>> found, List<NewDelivery> deliveries) {
    Set<UUID> people = new HashSet<>();
    found.values().forEach(contacts -> contacts.forEach(contact -> people.add(contact.id())));
    return deliveries.stream().filter(d -> people.contains(d.receiverId())).toList();
  }

  /** One delivery of each page that calls nobody: it went to the console alone, or to nobody. */
  private static List<NewDelivery> foundNobody(List<NewDelivery> all) {
    Map<Moment, NewDelivery> silent = new LinkedHashMap<>();
    Set<Moment> calling = new HashSet<>();
    for (NewDelivery delivery : all) {
      if (callsResponders(delivery)) {
        Moment moment = new Moment(delivery.incidentId(), delivery.eventSeq());
        silent.putIfAbsent(moment, delivery);
        if (delivery.leftOut() == null && ChannelKind.calls(delivery.channel())) {
          calling.add(moment);
        }
      }
    }
    silent.keySet().removeAll(calling);
    return List.copyOf(silent.values());
  }

  private record Moment(@Nullable UUID incident, int seq) {}

  private static boolean callsResponders(NewDelivery delivery) {
    return IncidentEvent.named(delivery.event()).filter(IncidentEvent::callsResponders).isPresent();
  }

  /** The deliveries that are pages and are sent now. */
  private static List<NewDelivery> calls(List<Page> pages, List<NewDelivery> all) {
    Set<String> calling = new HashSet<>();
    for (Page page : pages) {
      if (page.event().calls()) {
        calling.add(page.event().wireName());
      }
    }
    return all.stream().filter(d -> d.isDue() && calling.contains(d.event())).toList();
  }

  private List<NewDelivery> deliveries(
      List<Page> pages,
      Map<UUID, OwnedService> owned,
      NotifiedRepository.Before toldBefore,
      Map<UUID, List<Contact>> found,
      String tenant,
      Map<UUID, PageContent.Alert> alerts) {
    List<NewDelivery> all = new ArrayList<>();
    Map<UUID, Map<UUID, Contact>> heard = new HashMap<>();
    toldBefore.contacts().forEach((incident, contacts) -> add(heard, incident, contacts));
    Map<UUID, Page> lastCalls = lastCalls(pages);
    for (Page page : pages) {
      Incident incident = page.incident();
      OwnedService service = owned.get(incident.serviceId());
      if (service == null) {
        throw new IllegalStateException(
            "the service of " + incident.shortId() + " no longer exists");
      }
      List<Contact> called =
          page == lastCalls.get(incident.id())
              ? found.getOrDefault(incident.id(), List.of())
              : List.of();
      List<Contact> receivers =
          page.receivers(
              service,
              called,
              others(page, heard.getOrDefault(incident.id(), Map.of()), toldBefore.owners()));
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

  /**
   * Nobody is told of what they did themselves.
   *
   * @param owners of contacts, but for those whose message changes without a sound
   */
  private static List<Contact> others(
      Page page, Map<UUID, Contact> heard, Map<UUID, String> owners) {
    return heard.values().stream()
        .filter(contact -> !page.entry().author().equals(owners.get(contact.id())))
        .toList();
  }

  private static Map<UUID, Page> lastCalls(List<Page> pages) {
    Map<UUID, Page> last = new HashMap<>();
    for (Page page : pages) {
      if (page.event().calls()) {
        last.put(page.incident().id(), page);
      }
    }
    return last;
  }

  private static void add(
      Map<UUID, Map<UUID, Contact>> heard, UUID incident, List<Contact> contacts) {
    Map<UUID, Contact> byId = heard.computeIfAbsent(incident, i -> new LinkedHashMap<>());
    contacts.forEach(c -> byId.put(c.id(), c));
  }
}
