package dev.imas.core.paging;

import java.time.Instant;
import java.util.List;

/**
 * The step that is due next; rounds and steps count from 1.
 *
 * @param pages the names of the people and channels that it would page then, as things are now
 */
record ShownNext(int round, int step, Instant dueAt, List<String> pages) {

  ShownNext {
    pages = List.copyOf(pages);
  }
}
