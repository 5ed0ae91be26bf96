package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.model.SourceKind;
import dev.imas.core.option.MailAddresses;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.ProfileSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /source-types}: which senders there are, what to paste into each, and how profiles for
 * further ones are written.
 */
public final class SourceTypeRoutes {

  /**
   * @param mail which sources take mail; null where no gateway does
   */
  private record Listed(List<SourceKind> items, @Nullable MailAddresses mail) {}

  private final Listed listed;
  private final JsonNode schema = Json.read(ProfileSchema.text(), JsonNode.class);

  public SourceTypeRoutes(List<SourceKind> kinds, @Nullable MailAddresses mail) {
    this.listed = new Listed(List.copyOf(kinds), mail);
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
    return Answer.ok(listed);
  }
}
