package dev.imas.core.schedule;

import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
