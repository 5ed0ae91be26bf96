package dev.imas.core.search;

import java.util.List;

/** A part of a long text, around the first place that was searched for. */
record Excerpt(String text, List<SearchQuery.Range> ranges) {

  private static final int LONGEST = 240;
  private static final int BEFORE = 60;

  static Excerpt of(String text, SearchQuery query) {
    List<SearchQuery.Range> all = query.ranges(text);
    int first = all.isEmpty() ? 0 : all.getFirst().from();
    int from = whole(text, text.length() <= LONGEST ? 0 : Math.max(0, first - BEFORE));
    int to = whole(text, Math.min(text.length(), from + LONGEST));
    return new Excerpt(
        text.substring(from, to),
        all.stream()
            .filter(range -> range.from() >= from && range.to() <= to)
            .map(range -> new SearchQuery.Range(range.from() - from, range.to() - from))
            .toList());
  }

  /** Not between the halves of a character. */
  private static int whole(String text, int at) {
    return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }
}
