package dev.imas.core.timeinterval;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.ChangeGuard;
import java.util.List;

/** Times that rules name. */
public final class TimeIntervalFeature implements Feature {

  private final TimeIntervalRoutes intervals;

  /**
   * @param named whether rules name one
   */
  public TimeIntervalFeature(CoreContext core, ChangeGuard named) {
    this.intervals = new TimeIntervalRoutes(core.searches(), core.clock(), named);
  }

  @Override
  public List<String> apiTags() {
    return List.of("time intervals");
  }

  @Override
  public void mount(Api api) {
    intervals.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(TimeIntervalDocuments.of(intervals));
  }
}
