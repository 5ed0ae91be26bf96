package dev.imas.core.catalog;

import dev.imas.core.catalog.ServiceGraph.Edge;
import dev.imas.core.catalog.ServiceGraph.Flaw;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what services depend on, for one call. Whoever writes one service has it checked at once.
 * Whoever applies documents has it checked once all are written: services that are created together
 * may name each other in any order, and a dependency may be turned round.
 */
final class Dependencies {

  /** Of one service. */
  static final int MOST_OF_ONE = 200;

  private static final String AT = "/depends_on";

  /** Somebody deleted a service that is named, meanwhile. */
  static final Fault DELETED =
      Fault.invalid(AT, AT + ": names a service that was just deleted; name another");

  private static final int MOST_NAMED = ServiceGraph.DEEPEST + 2;

  private final DependencyRepository stored = new DependencyRepository();
  private final boolean isCheckedAtOnce;
  private final Map<UUID, Set<UUID>> unchecked = new LinkedHashMap<>();

  private Dependencies(boolean isCheckedAtOnce) {
    this.isCheckedAtOnce = isCheckedAtOnce;
  }

  static Dependencies checkedAtOnce() {
    return new Dependencies(true);
  }

  /** They are checked by {@link #settle}. */
  static Dependencies checkedTogether() {
    return new Dependencies(false);
  }

  /**
   * The services that a request names.
   *
   * @throws Fault INVALID with all that are none, are named twice, or cannot be depended on
   */
  Set<UUID> named(Tx tx, List<String> texts) {
    Set<UUID> ids = new LinkedHashSet<>();
    if (texts.isEmpty()) {
      return ids;
    }
    Map<String, DependencyRepository.Named> found = stored.named(tx, texts);
    Map<String, List<String>> faults = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      String at = AT + "/" + i;
      String text = texts.get(i);
      DependencyRepository.Named service = found.get(text);
      UUID id = service == null ? created(text) : service.id();
      if (id == null) {
        faults.put(
            at, List.of(at + ": there is no service '" + text + "'; create it or name another"));
      } else if (service != null && service.isTriage()) {
        faults.put(
            at,
            List.of(at + ": nothing depends on the triage service, which stands for no service"));
      } else if (!ids.add(id)) {
        faults.put(at, List.of(at + ": '" + text + "' is named twice; name each service once"));
      }
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return ids;
  }

  /** Documents name what they create by its id. */
  private @Nullable UUID created(String text) {
    return isCheckedAtOnce ? null : Reference.of(text).id();
  }

  /** Whether a service that is written so has to be locked for, and written here. */
  boolean concerns(Set<UUID> before, Set<UUID> after) {
    return !isCheckedAtOnce || !before.equals(after);
  }

  /** Comes before the service itself is written. */
  void begin(Tx tx) {
    stored.lock(tx);
  }

  /**
   * @throws Fault INVALID if that makes a cycle, or goes beyond the bounds
   */
  void write(Tx tx, UUID service, Set<UUID> before, Set<UUID> after) {
    if (before.equals(after)) {
      return;
    }
    if (after.contains(service)) {
      throw told(tx, new Flaw.Cycle(List.of(service, service)));
    }
    stored.replace(tx, service, after);
    if (!isCheckedAtOnce) {
      unchecked.put(service, after);
    } else if (!before.containsAll(after)) {
      Map<UUID, Fault> faults = faults(tx, Map.of(service, after));
      if (!faults.isEmpty()) {
        throw faults.values().iterator().next();
      }
    }
  }

  /** Checks what was written together. At most one fault, of a service that is part of it. */
  Map<UUID, Fault> settle(Tx tx) {
    return unchecked.isEmpty() ? Map.of() : faults(tx, unchecked);
  }

  private Map<UUID, Fault> faults(Tx tx, Map<UUID, Set<UUID>> written) {
    for (Map.Entry<UUID, Set<UUID>> one : written.entrySet()) {
      if (stored.keep(tx, one.getValue()).size() < one.getValue().size()) {
        return Map.of(one.getKey(), DELETED);
      }
    }
    List<Edge> edges = stored.all(tx, ServiceGraph.MOST_EDGES + 1);
    if (edges.size() > ServiceGraph.MOST_EDGES) {
      return Map.of(
          written.keySet().iterator().next(),
          Fault.invalid(
              AT,
              AT
                  + ": limit of "
                  + ServiceGraph.MOST_EDGES
                  + " dependencies of all services reached; remove some first"));
    }
    Set<UUID> changed = written.keySet();
    return ServiceGraph.of(edges)
        .flaw(changed)
        .map(flaw -> Map.of(blamed(flaw, changed), told(tx, flaw)))
        .orElse(Map.of());
  }

  private static UUID blamed(Flaw flaw, Set<UUID> changed) {
    return flaw.path().stream()
        .filter(changed::contains)
        .findFirst()
        .orElseGet(() -> changed.iterator().next());
  }

  private Fault told(Tx tx, Flaw flaw) {
    List<UUID> path = flaw.path();
    List<UUID> shown = path.subList(0, Math.min(MOST_NAMED, path.size()));
    Map<UUID, String> names = stored.names(tx, shown);
    List<String> steps = new ArrayList<>();
    shown.forEach(service -> steps.add(names.getOrDefault(service, service.toString())));
    if (shown.size() < path.size()) {
      steps.add("…");
    }
    String way = String.join(" → ", steps);
    return Fault.invalid(
        AT,
        switch (flaw) {
          case Flaw.Cycle c ->
              AT + ": services would depend on each other: " + way + "; remove one of these";
          case Flaw.TooDeep d ->
              AT
                  + ": at most "
                  + ServiceGraph.DEEPEST
                  + " dependencies may follow each other, and this has "
                  + (path.size() - 1)
                  + ": "
                  + way;
        });
  }
}
