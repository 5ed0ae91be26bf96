package dev.imas.gateway.edge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The posts whose body is still arriving, in order of arrival. The links are in the posts
 * themselves: in a storm a post is added and removed within microseconds, so that even a hash set
 * would cost too much. The number of connections bounds it. Bound to one event loop.
 */
final class Arriving {

  private @Nullable IncomingPost first;
  private @Nullable IncomingPost last;

  void add(IncomingPost post) {
    post.isListed = true;
    post.earlier = last;
    if (last == null) {
      first = post;
    } else {
      last.later = post;
    }
    last = post;
  }

  /** Does nothing for a post that is not in the list. */
  void remove(IncomingPost post) {
    if (!post.isListed) {
      return;
    }
    IncomingPost earlier = post.earlier;
    IncomingPost later = post.later;
    if (earlier == null) {
      first = later;
    } else {
      earlier.later = later;
    }
    if (later == null) {
      last = earlier;
    } else {
      later.earlier = earlier;
    }
    post.isListed = false;
    post.earlier = null;
    post.later = null;
  }

  /**
   * The posts that began to arrive before this time, the oldest first. They stay in the list.
   *
   * @param nanoTime by {@link System#nanoTime}
   */
  List<IncomingPost> since(long nanoTime) {
    List<IncomingPost> found = new ArrayList<>();
    for (IncomingPost post = first; post != null; post = post.later) {
      if (post.arrivingSince() - nanoTime >= 0) {
        break;
      }
      found.add(post);
    }
    return found;
  }
}
