package dev.imas.core.freeze;

import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.planned.CalendarSource;
import java.util.List;

/** Times at which nothing is to be deployed. */
public final class FreezeFeature implements Feature {

  private final CoreContext core;
  private final FreezeRoutes freezes;

  /**
   * @param reaction is told of each change of a freeze
   */
  public FreezeFeature(CoreContext core, ChangeReaction reaction) {
    this.core = core;
    this.freezes = new FreezeRoutes(core.searches(), core.computations(), core.clock(), reaction);
  }

  /** Its part of the calendar. */
  public CalendarSource calendar() {
    return new FreezeCalendar(core.searches(), core.computations(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("freezes");
  }

  @Override
  public void mount(Api api) {
    freezes.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(FreezeDocuments.of(freezes));
  }
}
