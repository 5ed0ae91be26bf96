package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's services, found by name, alias or id, ignoring case. */
public final class ServiceCatalog {

  private final List<Service> services;
  private final Service triage;
  private final CaselessMap<Service> byName = new CaselessMap<>();

  private ServiceCatalog(List<Service> services, Service triage) {
    this.services = services;
    this.triage = triage;
    // Names come first, so that no alias of another service hides a name.
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
