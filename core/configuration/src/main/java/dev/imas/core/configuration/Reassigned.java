package dev.imas.core.configuration;

import dev.imas.core.document.Names;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.HandOvers;
import dev.imas.core.user.Successor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who takes the places of users whom an apply deletes, and what they have taken. */
final class Reassigned implements HandOvers {

  private final Map<UUID, Successor> successors;
  private final Names names;
  private final Map<UUID, List<String>> places = new HashMap<>();

  Reassigned(Plan plan) {
    this.successors = plan.successors();
    this.names = plan.names();
  }

  @Override
  public Optional<Successor> successor(Tx tx, UUID leaving) {
    return Optional.ofNullable(successors.get(leaving));
  }

  @Override
  public void handedOver(UUID leaving, List<String> taken) {
    places.put(leaving, taken);
  }

  /** What an apply has done beyond its documents, as parts of the deletion of the user. */
  List<Difference.Part> parts(PlannedChange change) {
    String by =
        Optional.ofNullable(successors.get(change.id()))
            .flatMap(Successor::chosen)
            .map(id -> names.shown(id.toString()))
            .orElse("(picked)");
    return places.getOrDefault(change.id(), List.of()).stream()
        .map(
            place ->
                new Difference.Part(
                    place,
                    Json.MAPPER.getNodeFactory().textNode(names.shown(change.id().toString())),
                    Json.MAPPER.getNodeFactory().textNode(by)))
        .toList();
  }
}
