package dev.imas.core.ical;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of an iCalendar between BEGIN and END. */
final class Component {

  private final String name;
  private final int line;
  private final List<Property> properties = new ArrayList<>();
  private final List<Component> components = new ArrayList<>();

  Component(String name, int line) {
    this.name = name;
    this.line = line;
  }

  void add(Property property) {
    properties.add(property);
  }

  void add(Component component) {
    components.add(component);
  }

  String name() {
    return name;
  }

  int line() {
    return line;
  }

  List<Component> components(String named) {
    return components.stream().filter(component -> component.name.equals(named)).toList();
  }

  List<Component> components() {
    return components;
  }

  List<Property> all(String named) {
    return properties.stream().filter(property -> property.name().equals(named)).toList();
  }

  @Nullable Property first(String named) {
    return all(named).stream().findFirst().orElse(null);
  }

  /**
   * @throws Unreadable if it has several, of which nobody says which one counts
   */
  @Nullable Property only(String named) throws Unreadable {
    List<Property> all = all(named);
    if (all.size() > 1) {
      throw Unreadable.at(all.get(1), "is there twice in one " + name + "; write it once");
    }
    return all.isEmpty() ? null : all.getFirst();
  }
}
