package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Call;
import dev.imas.core.http.ResourceChanges;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The keeper of each kind, for one call. */
final class Keepers {

  private final Call call;
  private final SecretRepository secrets;
  private final Map<Kind, Keeper> keepers = new EnumMap<>(Kind.class);

  Keepers(
      Call call, ConfigurationResources resources, SecretRepository secrets, Writable writable) {
    this.call = call;
    this.secrets = secrets;
    for (Kind kind : Kind.values()) {
      keepers.put(kind, keeper(kind, call, resources, writable));
    }
  }

  private static Keeper keeper(
      Kind kind, Call call, ConfigurationResources all, Writable writable) {
    return switch (kind) {
      case PROVIDER ->
          new ResourceKeeper(
              kind,
              writable.of(kind),
              ResourceChanges.of(call, all.providers().resource(call)),
              Keepers::provider);
      case USER -> new UserKeeper(call, all, writable);
      case TEAM -> new TeamKeeper(call, all, writable);
      case SCHEDULE ->
          new ResourceKeeper(
              kind,
              writable.of(kind),
              ResourceChanges.of(call, all.schedules().resource(call)),
              ids("team"));
      case ESCALATION_POLICY ->
          new ResourceKeeper(
              kind,
              writable.of(kind),
              ResourceChanges.of(call, all.policies().resource(call)),
              ids());
      case SERVICE ->
          new ResourceKeeper(
              kind,
              writable.of(kind),
              ResourceChanges.of(call, all.services().resource(call)),
              ids("owner_team", "escalation_policy"));
      case SOURCE ->
          new ResourceKeeper(
              kind,
              writable.of(kind),
              ResourceChanges.of(call, all.sources().resource(call)),
              Keepers::source);
      case RULE_SET -> SingleKeeper.ruleSet(call, all);
      case NOTIFICATION_MATRIX -> SingleKeeper.matrix(call, all);
      case FALLBACK -> SingleKeeper.fallback(call, all);
      case DEFAULT_ON_CALL -> SingleKeeper.defaultOnCall(call, all);
    };
  }

  private static BiConsumer<ObjectNode, StoredSecrets> ids(String... members) {
    return (shown, secrets) -> {
      for (String member : members) {
        ResourceKeeper.idOf(shown, member);
      }
    };
  }

  private static void provider(ObjectNode shown, StoredSecrets secrets) {
    if (shown.path("config") instanceof ObjectNode config) {
      secrets.ofProvider(UUID.fromString(shown.get("id").textValue())).forEach(config::put);
    }
  }

  private static void source(ObjectNode shown, StoredSecrets secrets) {
    String secret = secrets.of(UUID.fromString(shown.get("id").textValue()));
    if (!secret.isEmpty()) {
      shown.put("signing_secret", secret);
    }
  }

  Keeper of(Kind kind) {
    return Objects.requireNonNull(keepers.get(kind));
  }

  /** Everything that is there. */
  List<Present> present(Tx tx) {
    StoredSecrets stored = this.secrets.read(tx, call.tenant());
    List<Present> all = new ArrayList<>();
    keepers.values().forEach(keeper -> all.addAll(keeper.present(tx, stored)));
    return all;
  }
}
