package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.model.SourceKind;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.ProfileSchema;
import java.util.List;
import java.util.Map;

/**
 * {@code /source-types}: which senders there are, what to paste into each, and how profiles for
 * further ones are written.
 */
public final class SourceTypeRoutes {

  private final List<SourceKind> kinds;
  private final JsonNode schema = Json.read(ProfileSchema.text(), JsonNode.class);

  public SourceTypeRoutes(List<SourceKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  public void mount(Api api) {
    api.get("/source-types", Permission.SOURCE_MANAGE, this::list);
    api.get("/source-types/profile-schema", Permission.SOURCE_MANAGE, this::schema);
  }

  private Answer schema(Call call) {
    call.query();
    return Answer.ok(schema);
  }

  private Answer list(Call call) {
    call.query();
    return Answer.ok(Map.of("items", kinds));
  }
}
