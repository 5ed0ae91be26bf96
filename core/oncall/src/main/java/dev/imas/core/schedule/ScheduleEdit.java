package dev.imas.core.schedule;

import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a new version of a schedule says about its running rotations. A layer that keeps its name,
 * its zone, its start and its cadence goes on where it is: whoever has the current turn keeps it,
 * if they stay. Any other layer begins with its first slot. Pure.
 */
final class ScheduleEdit {

  private ScheduleEdit() {}

  /**
   * @param before the layers in force so far
   * @param wanted the layers as they were written, from their first turns on
   * @param at when the new version comes into force
   */
  static List<Layer> apply(List<Layer> before, List<Layer> wanted, Instant at) {
    Map<String, Layer> old =
        before.stream().collect(Collectors.toMap(Layer::name, Function.identity()));
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : wanted) {
      Layer was = old.get(layer.name());
      layers.add(
          was != null && goesOn(was.rotation(), layer.rotation())
              ? goOn(was, layer, at)
              : layer.with(layer.rotation().knownFrom(at, layer.slotAt(at))));
    }
    return layers;
  }

  /** The layers after somebody passed the current turn of one of them to the next slot. */
  static List<Layer> rotate(List<Layer> layers, String name, Instant at) {
    return layers.stream()
        .map(
            layer ->
                layer.name().equals(name)
                    ? layer.with(layer.rotation().rotatedToNext(at, layer.slotAt(at)))
                    : layer)
        .toList();
  }

  /**
   * The layers after somebody left for good. A successor who was chosen takes all turns of theirs.
   * Otherwise the order closes up, and where nobody would be left in a layer, the last resort takes
   * the turns; without one, that layer stays as it is.
   */
  static List<Layer> handOver(
      List<Layer> layers,
      UUID leaving,
      Optional<UUID> chosen,
      Optional<UUID> lastResort,
      Instant at) {
    return layers.stream().map(layer -> handOver(layer, leaving, chosen, lastResort, at)).toList();
  }

  private static Layer handOver(
      Layer layer, UUID leaving, Optional<UUID> chosen, Optional<UUID> lastResort, Instant at) {
    Rotation rotation = layer.rotation();
    List<List<UUID>> left =
        rotation.slots().stream()
            .map(slot -> slot.stream().filter(person -> !person.equals(leaving)).toList())
            .filter(slot -> !slot.isEmpty())
            .toList();
    if (left.equals(rotation.slots())) {
      return layer;
    }
    if (chosen.isEmpty() && !left.isEmpty()) {
      return layer.with(rotation.withSlots(left, at, layer.slotAt(at)));
    }
    return lastResort.map(by -> layer.with(replacing(rotation, leaving, by))).orElse(layer);
  }

  /** Whose turn it is, and when it ends, stays. */
  private static Rotation replacing(Rotation rotation, UUID leaving, UUID by) {
    return new Rotation(
        rotation.zone(),
        rotation.anchor(),
        rotation.every(),
        rotation.slots().stream()
            .map(
                slot ->
                    slot.stream()
                        .map(person -> person.equals(leaving) ? by : person)
                        .distinct()
                        .toList())
            .toList(),
        rotation.since(),
        rotation.first(),
        rotation.counted(),
        rotation.afterAbsence());
  }

  private static boolean goesOn(Rotation before, Rotation after) {
    return before.zone().equals(after.zone())
        && before.anchor().equals(after.anchor())
        && before.every().equals(after.every());
  }

  private static Layer goOn(Layer was, Layer wanted, Instant at) {
    Rotation order = was.rotation().withSlots(wanted.rotation().slots(), at, was.slotAt(at));
    Rotation asked = wanted.rotation();
    return wanted.with(
        new Rotation(
            order.zone(),
            order.anchor(),
            order.every(),
            order.slots(),
            order.since(),
            order.first(),
            asked.counted(),
            asked.afterAbsence()));
  }
}
