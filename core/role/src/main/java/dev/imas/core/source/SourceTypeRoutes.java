package dev.imas.core.source;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.model.SourceKind;
import java.util.List;
import java.util.Map;

/** {@code /source-types}: which senders there are, and what to paste into each. */
public final class SourceTypeRoutes {

  private final List<SourceKind> kinds;

  public SourceTypeRoutes(List<SourceKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  public void mount(Api api) {
    api.get("/source-types", Permission.SOURCE_MANAGE, this::list);
  }

  private Answer list(Call call) {
    call.query();
    return Answer.ok(Map.of("items", kinds));
  }
}
