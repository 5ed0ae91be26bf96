package dev.imas.core.calendar;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.planned.CalendarSource;
import java.util.List;

/** What is planned, in one list. */
public final class CalendarFeature implements Feature {

  private final CalendarRoutes calendar;

  /**
   * @param sources what there is to show, in the order in which a reader expects it
   */
  public CalendarFeature(CoreContext core, List<CalendarSource> sources) {
    this.calendar = new CalendarRoutes(core.searches(), core.clock(), sources);
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
