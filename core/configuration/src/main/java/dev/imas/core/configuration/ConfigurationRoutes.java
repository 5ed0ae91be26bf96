package dev.imas.core.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.access.Permission;
import dev.imas.core.configuration.Planner.Options;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Once;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /configuration}: the configuration of a tenant as documents. */
public final class ConfigurationRoutes {

  private static final String USUAL_SET = "default";
  private static final Pattern SET = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  private final Transactions transactions;
  private final Once<DocumentKinds> kinds;
  private final Once<Configuration> configuration;
  private final Once<ObjectNode> schema;

  /**
   * @param documents of all features; asked for by the first request
   * @param schemas of the API's description, by their names; asked for by the first request
   */
  public ConfigurationRoutes(
      Transactions transactions,
      Supplier<List<DocumentsOfKind>> documents,
      ConfigurationResources resources,
      ChannelKinds channels,
      SecretBox secrets,
      Supplier<ObjectNode> schemas) {
    this.transactions = transactions;
    this.kinds = new Once<>(() -> new DocumentKinds(documents.get(), channels));
    Once<ObjectNode> read = new Once<>(schemas);
    this.configuration =
        new Once<>(
            () ->
                new Configuration(
                    transactions, kinds.get(), resources, channels, secrets, read.get()));
    this.schema = new Once<>(() -> ConfigurationSchema.of(kinds.get(), read.get()));
  }

  public void mount(Api api) {
    api.get("/configuration", Permission.CONFIGURATION_READ, this::export);
    api.post("/configuration", Permission.CONFIGURATION_APPLY, this::apply);
    api.get("/configuration/schema", Permission.CONFIGURATION_READ, this::schema);
  }

  record Exported(List<ObjectNode> documents) {}

  private Answer export(Call call) {
    call.query();
    Exported exported = new Exported(configuration.get().export(call));
    transactions.call(
        call.tenant(),
        tx -> {
          call.audit(
              tx, new Audit.Change(new Audit.Subject("configuration", null), "export", null, null));
          return call;
        });
    return Answer.ok(exported);
  }

  private Answer schema(Call call) {
    call.query();
    return Answer.ok(schema.get());
  }

  /**
   * @param before null if it was not there
   * @param after null if it will not be there
   */
  record ShownPart(String path, @Nullable JsonNode before, @Nullable JsonNode after) {}

  /**
   * @param action create, update, take_over, delete, retire or release
   * @param warnings what the API answers to whoever writes it alone
   */
  record ShownChange(
      String action,
      String kind,
      String key,
      String name,
      String why,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShownPart> parts,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}

  record ShownLeft(String kind, String key) {}

  record Applied(
      String set,
      boolean dryRun,
      Map<String, Integer> counts,
      List<ShownChange> changes,
      List<ShownLeft> left) {}

  private Answer apply(Call call) {
    Body body = call.body().only("documents", "set", "dry_run", "prune", "reassign", "successors");
    String set = body.text("set", 100, USUAL_SET);
    if (!SET.matcher(set).matches()) {
      body.fault("/set", "must be 1 to 100 characters of a-z, 0-9 and ._-, such as payments");
    }
    boolean isDry = body.flag("dry_run", false);
    Options options =
        new Options(set, body.flag("prune", false), body.flag("reassign", false), successors(body));
    Documents.Read read = Documents.read(kinds.get(), body);
    body.throwIfFaulty();
    Configuration.Applied applied = configuration.get().apply(call, read, options, isDry);
    Plan plan = applied.plan();
    return Answer.ok(
        new Applied(
            set,
            isDry,
            counts(plan, applied.retired()),
            plan.changes().stream().map(change -> shown(change, applied)).toList(),
            plan.left().stream()
                .map(one -> new ShownLeft(one.kind().wireName(), one.key()))
                .toList()));
  }

  private static Map<String, String> successors(Body body) {
    Map<String, String> successors = new LinkedHashMap<>();
    JsonNode given = body.present("successors");
    if (given != null && !given.isObject()) {
      body.fault("/successors", "must be an object such as {\"eve\": \"bob\"}");
    } else if (given != null) {
      given
          .properties()
          .forEach(
              one -> {
                if (one.getValue().isTextual()) {
                  successors.put(one.getKey().strip(), one.getValue().textValue());
                } else {
                  body.fault(
                      "/successors/" + one.getKey(), "must be the key or username of a user");
                }
              });
    }
    return successors;
  }

  private static Map<String, Integer> counts(Plan plan, Map<UUID, String> retired) {
    Map<String, Integer> counts = plan.counts();
    counts.merge("delete", -retired.size(), Integer::sum);
    counts.put("retire", retired.size());
    return counts;
  }

  private static ShownChange shown(PlannedChange change, Configuration.Applied applied) {
    String kept = applied.retired().get(change.id());
    return new ShownChange(
        kept == null ? change.action() : "retire",
        change.kind().wireName(),
        change.key(),
        change.name(),
        kept == null ? change.why() : kept,
        Stream.concat(change.parts().stream(), applied.reassigned().parts(change).stream())
            .map(part -> new ShownPart(part.path(), part.before(), part.after()))
            .toList(),
        applied.warned().of(change));
  }
}
