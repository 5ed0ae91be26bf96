package dev.imas.core.feeds;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.http.Api;

/** Shifts as calendars that other programs subscribe to. */
public final class CalendarFeedFeature implements Feature {

  private final FeedRoutes feeds;

  public CalendarFeedFeature(CoreContext core) {
    this.feeds = new FeedRoutes(core.searches(), core.computations(), core.clock());
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
