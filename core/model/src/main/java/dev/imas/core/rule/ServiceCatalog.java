package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.condition.Attribute;
import dev.imas.core.sla.ServiceTier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tenant's services, found by name, alias or id, ignoring case. */
public final class ServiceCatalog {

  private final List<Service> services;
  private final Service triage;
  private final CaselessMap<Service> byName = new CaselessMap<>();
  private final Map<UUID, Keys> keys = new HashMap<>();

  /**
   * By what conditions know a service, its tier and its team.
   *
   * @param service its name, id and aliases, without those by which another one is found
   */
  record Keys(List<String> service, List<String> tier, List<String> team) {}

  private ServiceCatalog(List<Service> services, Service triage) {
    this.services = services;
    this.triage = triage;
    // Names come first, so that no alias of another service hides a name.
    services.forEach(s -> byName.putIfAbsent(s.name(), s));
    services.forEach(s -> s.aliases().forEach(alias -> byName.putIfAbsent(alias, s)));
    services.forEach(s -> byName.putIfAbsent(s.id().toString(), s));
    services.forEach(s -> keys.put(s.id(), keys(s)));
  }

  private Keys keys(Service service) {
    ServiceTier tier = service.tier();
    Service.Owner team = service.team();
    return new Keys(
        Stream.concat(
                Stream.of(service.name(), service.id().toString()), service.aliases().stream())
            .filter(name -> service.equals(byName.get(name)))
            .map(Attribute::key)
            .distinct()
            .toList(),
        tier == null ? List.of() : List.of(Attribute.key(tier.name())),
        team == null ? List.of() : List.of(Attribute.key(team.name()), team.id().toString()));
  }

  /** By what conditions know that service of this catalog. */
  Keys keysOf(Service service) {
    Keys known = keys.get(service.id());
    return known == null ? keys(service) : known;
  }

  /** The service that the labels choose: that of the first that names one, otherwise triage. */
  Service in(Labels labels) {
    Service named = named(findIn(labels), labels);
    return named == null ? triage : named;
  }

  /**
   * @throws IllegalArgumentException when not exactly one service is the triage service
   */
  public static ServiceCatalog of(List<Service> services) {
    List<Service> triage = services.stream().filter(Service::isTriage).toList();
    if (triage.size() != 1) {
      throw new IllegalArgumentException(
          "a tenant must have exactly one triage service; found "
              + triage.size()
              + " of "
              + services.size());
    }
    return new ServiceCatalog(List.copyOf(services), triage.get(0));
  }

  public List<Service> services() {
    return services;
  }

  public Service triage() {
    return triage;
  }

  /** Finds by name, then by alias, then by id. */
  public @Nullable Service find(String reference) {
    return byName.get(reference);
  }

  /**
   * The first label that names a service, in the order of requirement ING-24; TRIAGE if none does.
   */
  ServiceFound findIn(Labels labels) {
    for (ServiceFound way : ServiceFound.LABELS) {
      if (named(way, labels) != null) {
        return way;
      }
    }
    return ServiceFound.TRIAGE;
  }

  /** The service that this label of the alert names. */
  @Nullable Service named(ServiceFound way, Labels labels) {
    String label = way.label();
    String value = label == null ? null : labels.get(label);
    return value == null || value.isEmpty() ? null : byName.get(value);
  }
}
