package dev.imas.gateway.sender.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read once for a body, or once for each element of a list: its texts, sets of pairs and
 * lists are numbered. While a profile is compiled it grows; then it stays.
 */
final class Level {

  final @Nullable Level parent;

  /** Its number among the lists of its parent. */
  final int number;

  final Node root;
  final List<Level> lists = new ArrayList<>();
  int texts;
  int sets;

  Level(@Nullable Level parent, int number) {
    this.parent = parent;
    this.number = number;
    this.root = new Node(this);
  }

  Level newList() {
    Level list = new Level(this, lists.size());
    lists.add(list);
    return list;
  }
}
