package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services of a tenant that alerts may be sent to, found by name, alias or id, case aside. */
public final class ServiceCatalog {

  private final List<Service> services;
  private final Service triage;
  private final CaselessMap<Service> byName = new CaselessMap<>();

  private ServiceCatalog(List<Service> services, Service triage) {
    this.services = services;
    this.triage = triage;
    // All names before any alias: a name is never lost to another service's alias.
    services.forEach(s -> byName.putIfAbsent(s.name(), s));
    services.forEach(s -> s.aliases().forEach(alias -> byName.putIfAbsent(alias, s)));
    services.forEach(s -> byName.putIfAbsent(s.id().toString(), s));
  }

  /**
   * @throws IllegalArgumentException when not exactly one service is the triage service
   */
  public static ServiceCatalog of(List<Service> services) {
    List<Service> triage = services.stream().filter(Service::isTriage).toList();
    if (triage.size() != 1) {
      throw new IllegalArgumentException(
          "a tenant has one triage service, not " + triage.size() + " of " + services.size());
    }
    return new ServiceCatalog(List.copyOf(services), triage.get(0));
  }

  public List<Service> services() {
    return services;
  }

  public Service triage() {
    return triage;
  }

  /** By name, else by alias, else by id. */
  public @Nullable Service find(String reference) {
    return byName.get(reference);
  }

  /** Which of the labels names a service, in the order of requirement ING-24; else TRIAGE. */
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
