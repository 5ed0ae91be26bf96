package dev.imas.core.statuspage;

import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Reads all that the status page of a tenant shows. On a virtual thread. */
final class ContentRepository {

  /** So long the page shows what is over. */
  static final Duration SHOWN = Duration.ofDays(90);

  /** So long what is over is kept. */
  static final Duration KEPT = Duration.ofDays(366);

  /** At most so many incidents, the open ones first. */
  private static final int MOST = 100;

  private final PageRepository settings = new PageRepository();
  private final ComponentRepository components = new ComponentRepository();
  private final PublishedRepository published = new PublishedRepository();
  private final UptimeRepository uptimes = new UptimeRepository();
  private final PublicMaintenanceRepository maintenance = new PublicMaintenanceRepository();

  Content read(Tx tx, Instant now) {
    PageSettings page = settings.read(tx, null);
    Instant since = now.minus(SHOWN);
    return new Content(
        page.name(),
        page.description(),
        inOrder(components.list(tx, null, ComponentRoutes.MOST)),
        uptimes.since(tx, Uptime.firstDay(now)),
        published.shown(tx, since, MOST),
        maintenance.since(tx, since, MOST));
  }

  /** By position, with each group together where its first component is. */
  private static List<StatusComponent> inOrder(List<StatusComponent> components) {
    Comparator<StatusComponent> byPosition =
        Comparator.comparingInt(StatusComponent::position).thenComparing(StatusComponent::name);
    List<StatusComponent> sorted = components.stream().sorted(byPosition).toList();
    List<String> groups = sorted.stream().map(StatusComponent::group).distinct().toList();
    return sorted.stream()
        .sorted(Comparator.comparingInt(component -> groups.indexOf(component.group())))
        .toList();
  }

  /**
   * Forgets what has been over for a year, and what was measured before the days that are shown.
   */
  void forget(Tx tx, Instant now) {
    published.forget(tx, now.minus(KEPT));
    maintenance.forget(tx, now.minus(KEPT));
    uptimes.forget(tx, Uptime.firstDay(now));
  }
}
