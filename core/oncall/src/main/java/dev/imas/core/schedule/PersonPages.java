package dev.imas.core.schedule;

import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Workload;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.FairnessRepository.Page;
import dev.imas.core.schedule.FairnessRepository.Zoned;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How often people were called, and how often at night by their own clocks. */
public final class PersonPages {

  /**
   * @param atNight of these, how many at night
   */
  public record Calls(int pages, int atNight) {
    public static final Calls NONE = new Calls(0, 0);

    static Calls of(List<Page> pages, ZoneId zone) {
      return new Calls(
          pages.size(),
          (int) pages.stream().filter(page -> Workload.isNight(page.at(), zone)).count());
    }
  }

  private final FairnessRepository people = new FairnessRepository();

  /** Those who were called in that time. On a virtual thread. */
  public Map<UUID, Calls> of(Tx tx, Collection<UUID> who, Interval time) {
    Map<UUID, Zoned> zones = people.zones(tx, who);
    Map<UUID, Calls> calls = new HashMap<>();
    people
        .pages(tx, who, time)
        .forEach(
            (id, pages) -> {
              Zoned zoned = zones.get(id);
              calls.put(id, Calls.of(pages, zoned == null ? ZoneOffset.UTC : zoned.zone()));
            });
    return calls;
  }
}
