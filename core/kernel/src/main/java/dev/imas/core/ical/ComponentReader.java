package dev.imas.core.ical;

import com.github.mangstadt.vinnie.SyntaxStyle;
import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of iCalendars: folded ones, parameters and components. It computes nothing of
 * what they say, and keeps what a reader of events needs.
 */
final class ComponentReader implements VObjectDataListener {

  private static final int MOST_LINES = 100_000;
  private static final int MOST_COMPONENTS = 10_000;
  private static final int DEEPEST = 5;

  private static final Set<String> KEPT =
      Set.of("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT");

  private final List<Component> calendars = new ArrayList<>();
  private final Deque<Component> open = new ArrayDeque<>();
  private int lines;
  private int components;
  private @Nullable String fault;

  /**
   * @return the VCALENDARs
   */
  static List<Component> read(String text) throws Unreadable {
    ComponentReader reader = new ComponentReader();
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (VObjectReader lines =
        new VObjectReader(new StringReader(withoutMark), new SyntaxRules(SyntaxStyle.NEW))) {
      lines.parse(reader);
    } catch (IOException | RuntimeException e) {
      throw new Unreadable("is not an iCalendar: " + e.getMessage());
    }
    String fault = reader.fault;
    if (fault != null) {
      throw new Unreadable(fault);
    }
    if (!reader.open.isEmpty()) {
      Component unended = reader.open.getFirst();
      throw new Unreadable(
          "is cut off: the " + unended.name() + " of line " + unended.line() + " has no END");
    }
    if (reader.calendars.isEmpty()) {
      throw new Unreadable("is not an iCalendar: it has no VCALENDAR");
    }
    return reader.calendars;
  }

  @Override
  public void onComponentBegin(String name, Context context) {
    if (++components > MOST_COMPONENTS || open.size() == DEEPEST) {
      stop(
          "line "
              + context.getLineNumber()
              + ": has more than "
              + (open.size() == DEEPEST
                  ? DEEPEST + " components within each other"
                  : MOST_COMPONENTS + " components"),
          context);
      return;
    }
    Component begun = new Component(name.toUpperCase(Locale.ROOT), context.getLineNumber());
    Component around = open.peek();
    if (around == null) {
      if (begun.name().equals("VCALENDAR")) {
        calendars.add(begun);
      }
    } else if (KEPT.contains(begun.name())) {
      around.add(begun);
    }
    open.push(begun);
  }

  @Override
  public void onComponentEnd(String name, Context context) {
    Component ended = open.poll();
    if (ended != null && !ended.name().equals(name.toUpperCase(Locale.ROOT))) {
      stop(
          "line " + context.getLineNumber() + ": END:" + name + " ends no " + ended.name(),
          context);
    }
  }

  @Override
  public void onProperty(VObjectProperty property, Context context) {
    if (++lines > MOST_LINES) {
      stop("has more than " + MOST_LINES + " lines", context);
      return;
    }
    Component in = open.peek();
    if (in != null && KEPT.contains(in.name())) {
      in.add(
          new Property(
              context.getLineNumber(),
              property.getName().strip().toUpperCase(Locale.ROOT),
              property.getParameters(),
              property.getValue()));
    }
  }

  @Override
  public void onVersion(String version, Context context) {}

  @Override
  public void onWarning(
      Warning warning,
      @Nullable VObjectProperty property,
      @Nullable Exception thrown,
      Context context) {
    if (++lines > MOST_LINES) {
      stop("has more than " + MOST_LINES + " lines", context);
    }
  }

  private void stop(String reason, Context context) {
    if (fault == null) {
      fault = reason;
    }
    context.stop();
  }
}
