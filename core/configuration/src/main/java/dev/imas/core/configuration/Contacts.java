package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Canonical;
import dev.imas.core.document.StoredSecrets;
import dev.imas.core.http.Body;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ResourceChanges;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The contacts of one team or person, which documents hold as a list. */
final class Contacts {

  private final Set<String> writable;
  private final ResourceChanges<?, ?> changes;
  private final InstantSource clock;

  Contacts(Set<String> writable, ResourceChanges<?, ?> changes, InstantSource clock) {
    this.writable = writable;
    this.changes = changes;
    this.clock = clock;
  }

  /** As a document says them, by name, so that two exports of the same are equal. */
  ArrayNode read(Tx tx, StoredSecrets secrets) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    List<ObjectNode> all = new ArrayList<>(changes.all(tx));
    all.sort(Comparator.comparing(one -> Canonical.key(one.path("name"))));
    for (ObjectNode one : all) {
      secrets.addTo(one, "secret");
      if (one.has("verified_at")) {
        one.put("verified", !one.path("verified_at").isNull());
        one.remove("verified_at");
      }
      list.add(one.retain(writable));
    }
    return list;
  }

  /**
   * Makes the contacts these. One whose address stays is the same one under another name, and stays
   * verified.
   *
   * @param before those that need no change, in the same form
   */
  void replace(Tx tx, JsonNode before, JsonNode wanted) {
    List<ObjectNode> there = changes.all(tx);
    List<@Nullable ObjectNode> same = matched(there, wanted);
    there.stream()
        .filter(one -> !same.contains(one))
        .forEach(one -> explained(() -> changes.delete(tx, id(one), version(one))));
    for (int i = 0; i < wanted.size(); i++) {
      ObjectNode body = (ObjectNode) wanted.get(i);
      ObjectNode is = same.get(i);
      if (is == null) {
        Faults.under(
            "/contacts/" + i,
            () -> explained(() -> changes.create(tx, UuidV7.at(clock.millis()), Body.of(body))));
      } else if (!body.equals(Canonical.byKey(before, "name", Canonical.key(body.path("name"))))) {
        Faults.under(
            "/contacts/" + i,
            () -> explained(() -> changes.replace(tx, id(is), Body.of(body), version(is))));
      }
    }
  }

  private static List<@Nullable ObjectNode> matched(List<ObjectNode> there, JsonNode wanted) {
    List<ObjectNode> free = new ArrayList<>(there);
    List<@Nullable ObjectNode> matched = new ArrayList<>();
    for (JsonNode one : wanted) {
      matched.add(
          take(
              free,
              other ->
                  other.path("channel").equals(one.path("channel"))
                      && other.path("address").equals(one.path("address"))
                      && (isNamed(other, one) || !isWanted(wanted, other))));
    }
    for (int i = 0; i < wanted.size(); i++) {
      JsonNode one = wanted.get(i);
      if (matched.get(i) == null) {
        matched.set(i, take(free, other -> isNamed(other, one)));
      }
    }
    return matched;
  }

  private static boolean isWanted(JsonNode wanted, JsonNode other) {
    return !Canonical.byKey(wanted, "name", Canonical.key(other.path("name"))).isMissingNode();
  }

  private static boolean isNamed(JsonNode one, JsonNode other) {
    return Canonical.key(one.path("name")).equals(Canonical.key(other.path("name")));
  }

  private static @Nullable ObjectNode take(List<ObjectNode> free, Predicate<ObjectNode> fits) {
    for (ObjectNode one : free) {
      if (fits.test(one)) {
        free.remove(one);
        return one;
      }
    }
    return null;
  }

  private void explained(Runnable work) {
    Constraints.explained(
        changes::meaning,
        () -> {
          work.run();
          return changes;
        });
  }

  private static UUID id(ObjectNode contact) {
    return UUID.fromString(contact.get("id").textValue());
  }

  private static int version(ObjectNode contact) {
    return contact.get("version").intValue();
  }
}
