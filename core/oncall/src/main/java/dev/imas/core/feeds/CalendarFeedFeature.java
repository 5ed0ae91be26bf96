package dev.imas.core.feeds;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.http.Api;
import dev.imas.core.planned.PlannedEntries;
import org.jspecify.annotations.Nullable;

/** Shifts and plans as calendars that other programs subscribe to. */
public final class CalendarFeedFeature implements Feature {

  private final FeedRoutes feeds;

  /**
   * @param address core's for people; null: events have no links
   */
  public CalendarFeedFeature(CoreContext core, PlannedEntries planned, @Nullable String address) {
    this.feeds =
        new FeedRoutes(
            core.searches(), core.computations(), core.clock(), planned, new EventText(address));
  }

  @Override
  public void open(OpenRoutes routes) {
    feeds.mount(routes.router(), routes.limits(), routes.handlers());
  }

  @Override
  public void mount(Api api) {
    feeds.mount(api);
  }
}
