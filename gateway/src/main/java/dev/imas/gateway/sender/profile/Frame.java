package dev.imas.gateway.sender.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was read at one level: of a body, or of one element of a list. */
final class Frame {

  private static final @Nullable String[] NO_TEXTS = {};
  private static final @Nullable List<?>[] NONE = {};

  final @Nullable Frame parent;
  final @Nullable String[] texts;

  /** Name, value, name, value … */
  final @Nullable List<String>[] sets;

  final @Nullable List<Frame>[] lists;

  /** Its place in the list, from 0. */
  final int place;

  final int start;
  int end;
  boolean isObject = true;

  @SuppressWarnings("unchecked")
  Frame(Level level, @Nullable Frame parent, int place, int start) {
    this.parent = parent;
    this.texts = level.texts == 0 ? NO_TEXTS : new @Nullable String[level.texts];
    this.sets =
        (@Nullable List<String>[]) (level.sets == 0 ? NONE : new @Nullable List<?>[level.sets]);
    this.lists =
        (@Nullable List<Frame>[])
            (level.lists.isEmpty() ? NONE : new @Nullable List<?>[level.lists.size()]);
    this.place = place;
    this.start = start;
  }

  List<Frame> newList(int number) {
    List<Frame> list = new ArrayList<>();
    lists[number] = list;
    return list;
  }
}
