package dev.imas.core.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pointers of a profile fit together. All shapes are read in one pass over a body, and
 * the list of alerts is read once, from the body itself: only so it is known where each alert
 * stands in it.
 */
final class PointerCheck {

  private record OfShape(
      ProfileReader.Place place,
      @Nullable Pointer alerts,
      List<Pointer> conditions,
      List<Pointer> texts,
      Set<Pointer> embedded) {

    List<String> list() {
      return alerts == null ? List.of() : alerts.path();
    }
  }

  private final SenderProfile.Faults faults;
  private final List<OfShape> shapes = new ArrayList<>();

  PointerCheck(SenderProfile.Faults faults) {
    this.faults = faults;
  }

  void add(
      ProfileReader.Place place,
      @Nullable Pointer alerts,
      List<Pointer> conditions,
      List<Pointer> texts,
      Set<Pointer> embedded) {
    shapes.add(new OfShape(place, alerts, conditions, texts, Set.copyOf(embedded)));
  }

  void run() {
    for (OfShape shape : shapes) {
      for (Pointer pointer : shape.conditions()) {
        if (!pointer.element().isEmpty()) {
          faults.add(
              shape.place().of("when") + "/when",
              "must be about the body, not about one alert: " + pointer);
        }
      }
      shape.texts().forEach(pointer -> ownList(shape, pointer));
      for (Pointer pointer : shape.embedded()) {
        ownList(shape, pointer);
        if (shape.alerts() != null && isWithin(shape.list(), pointer.path())) {
          faults.add(
              shape.place().of("embedded") + "/embedded",
              "must not hold the list of alerts: " + pointer);
        }
      }
      for (OfShape other : shapes) {
        if (other.alerts() != null) {
          shape.conditions().forEach(pointer -> besides(shape, pointer, other.list()));
          shape.texts().forEach(pointer -> besides(shape, pointer, other.list()));
        }
      }
    }
  }

  private void ownList(OfShape shape, Pointer pointer) {
    List<String> element = pointer.element();
    if (!isWithin(shape.list(), element)) {
      faults.add(
          shape.place().of("alerts"),
          "has "
              + pointer
              + ", which goes into a list that is not the list of alerts; name one element by its"
              + " number, such as /hosts/0");
    }
  }

  /** A pointer must not read, as one text, what holds a list of alerts, nor one of its elements. */
  private void besides(OfShape shape, Pointer pointer, List<String> list) {
    List<String> path = pointer.path();
    int common = 0;
    while (common < Math.min(path.size(), list.size())
        && path.get(common).equals(list.get(common))) {
      common++;
    }
    boolean holds = common == path.size() && common < list.size();
    boolean numbers = common < path.size() && common < list.size() && isNumber(path, list, common);
    if (holds || numbers) {
      faults.add(
          shape.place().of("alerts"),
          "has " + pointer + ", which holds or goes into a list of alerts; point beside it");
    }
  }

  private static boolean isNumber(List<String> path, List<String> list, int at) {
    return list.get(at).equals(Pointer.EACH) && path.get(at).chars().allMatch(Character::isDigit)
        || path.get(at).equals(Pointer.EACH) && list.get(at).chars().allMatch(Character::isDigit);
  }

  private static boolean isWithin(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }
}
