package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.oncall.Holidays;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import dev.imas.core.platform.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Layers as JSON: in rows with the ids of people, in the API with their usernames. */
final class StoredLayers {

  /**
   * @param <P> a person
   * @param until absent if the layer has no end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LayerJson<P>(
      String name,
      int level,
      int priority,
      String timeZone,
      String start,
      String every,
      List<List<P>> slots,
      long since,
      int first,
      String counted,
      String afterAbsence,
      List<HoursJson> hours,
      @Nullable Instant until,
      @Nullable HolidaysJson holidays) {}

  /**
   * @param calendar the id of one
   * @param turn what becomes of it: passes or rests
   */
  record HolidaysJson(UUID calendar, String turn) {

    static HolidaysJson of(Holidays holidays) {
      return new HolidaysJson(
          holidays.calendar(), holidays.effect().name().toLowerCase(Locale.ROOT));
    }

    /** Without its days, which are those of the calendar. */
    Holidays holidays() {
      return new Holidays(
          calendar, Set.of(), Holidays.Effect.valueOf(turn.toUpperCase(Locale.ROOT)));
    }
  }

  private static final TypeReference<List<LayerJson<UUID>>> ROWS = new TypeReference<>() {};

  private StoredLayers() {}

  static List<Layer> read(String json) {
    return Json.read(json, ROWS).stream().map(StoredLayers::layer).toList();
  }

  static String write(List<Layer> layers) {
    return Json.write(shown(layers, Function.identity()));
  }

  /**
   * @param person how a person is shown
   */
  static <P> List<LayerJson<P>> shown(List<Layer> layers, Function<UUID, P> person) {
    return layers.stream().map(layer -> shown(layer, person)).toList();
  }

  private static <P> LayerJson<P> shown(Layer layer, Function<UUID, P> person) {
    Rotation r = layer.rotation();
    return new LayerJson<>(
        layer.name(),
        layer.level(),
        layer.priority(),
        r.zone().getId(),
        r.anchor().toString(),
        r.every().text(),
        r.slots().stream().map(slot -> slot.stream().map(person).toList()).toList(),
        r.since(),
        r.first(),
        r.counted().name().toLowerCase(Locale.ROOT),
        r.afterAbsence().name().toLowerCase(Locale.ROOT),
        layer.windows().stream().map(HoursJson::of).toList(),
        layer.until().orElse(null),
        layer.holidays().map(HolidaysJson::of).orElse(null));
  }

  private static Layer layer(LayerJson<UUID> json) {
    Rotation rotation =
        new Rotation(
            ZoneId.of(json.timeZone),
            LocalDateTime.parse(json.start),
            Cadence.parse(json.every),
            json.slots,
            json.since,
            json.first,
            Rotation.Counted.valueOf(json.counted.toUpperCase(Locale.ROOT)),
            Rotation.AfterAbsence.valueOf(json.afterAbsence.toUpperCase(Locale.ROOT)));
    return new Layer(
        json.name,
        json.level,
        json.priority,
        rotation,
        json.hours.stream().map(HoursJson::window).toList(),
        Optional.ofNullable(json.until),
        Optional.ofNullable(json.holidays).map(HolidaysJson::holidays));
  }
}
