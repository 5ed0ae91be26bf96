package dev.imas.core.calendar;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feeds.EventText;
import dev.imas.core.http.Api;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.planned.PlannedEntries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is planned, in one list. */
public final class CalendarFeature implements Feature {

  private final PlannedCalendar planned;
  private final CalendarRoutes calendar;

  /**
   * @param sources what there is to show, in the order in which a reader expects it
   * @param address core's for people; null: files have no links
   */
  public CalendarFeature(CoreContext core, List<CalendarSource> sources, @Nullable String address) {
    this.planned = new PlannedCalendar(core.searches(), sources);
    this.calendar =
        new CalendarRoutes(core.searches(), core.clock(), planned, new EventText(address));
  }

  /** What is planned, for feeds. */
  public PlannedEntries planned() {
    return planned;
  }

  @Override
  public List<String> apiTags() {
    return List.of("calendar");
  }

  @Override
  public void mount(Api api) {
    calendar.mount(api);
  }
}
