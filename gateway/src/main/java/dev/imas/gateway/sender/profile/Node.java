package dev.imas.gateway.sender.profile;

import dev.imas.core.profile.Pointer;
import dev.imas.core.profile.SenderProfile.Encoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place that pointers lead to or through, and what is read there. */
final class Node {

  /** What names and values of a set of pairs are read by. */
  record Pairs(int number, Level item, int key, int[] values, String split, String prefix) {}

  final Level level;
  private final Map<String, Node> children = new HashMap<>();
  private final List<Pairs> pairs = new ArrayList<>();
  private final Map<List<Object>, Integer> pairsRead = new HashMap<>();
  private @Nullable Level each;
  private @Nullable Encoding encoding;
  private int text = -1;
  private int kinds;

  /** What an earlier value of the same name may have left, in this node and below it. */
  private int[] textsBelow = {};

  private int[] setsBelow = {};
  private int[] listsBelow = {};

  Node(Level level) {
    this.level = level;
  }

  Node child(String name) {
    return children.computeIfAbsent(name, n -> new Node(level));
  }

  /** The node of each element of the list that stands here. */
  Node element() {
    Level elements = each;
    if (elements == null) {
      elements = level.newList();
      each = elements;
    }
    return elements.root;
  }

  /** The number of the text that stands here, within its level. */
  int text() {
    if (text < 0) {
      text = level.texts++;
    }
    return text;
  }

  /** The number of the set of pairs that is read here in this way. */
  int pairs(Pointer key, List<Pointer> values, String split, String prefix) {
    return pairsRead.computeIfAbsent(
        List.of(key, values, split, prefix), way -> newPairs(key, values, split, prefix));
  }

  private int newPairs(Pointer key, List<Pointer> values, String split, String prefix) {
    Level item = new Level(null, 0);
    int keyText = item.root.follow(key.path()).text();
    int[] valueTexts = values.stream().mapToInt(v -> item.root.follow(v.path()).text()).toArray();
    item.root.seal();
    Pairs set = new Pairs(level.sets++, item, keyText, valueTexts, split, prefix);
    pairs.add(set);
    return set.number();
  }

  void embed(Encoding as) {
    encoding = as;
  }

  Node follow(List<String> path) {
    Node node = this;
    for (String part : path) {
      node = part.equals(Pointer.EACH) ? node.element() : node.child(part);
    }
    return node;
  }

  /** Nothing is added any more. */
  void seal() {
    List<Integer> texts = new ArrayList<>();
    List<Integer> sets = new ArrayList<>();
    List<Integer> lists = new ArrayList<>();
    gather(texts, sets, lists);
    textsBelow = texts.stream().mapToInt(i -> i).toArray();
    setsBelow = sets.stream().mapToInt(i -> i).toArray();
    listsBelow = lists.stream().mapToInt(i -> i).toArray();
    kinds = (text >= 0 ? 1 : 0) + pairs.size() + (children.isEmpty() && each == null ? 0 : 1);
    children.values().forEach(Node::seal);
    if (each != null) {
      each.root.seal();
    }
  }

  private void gather(List<Integer> texts, List<Integer> sets, List<Integer> lists) {
    if (text >= 0) {
      texts.add(text);
    }
    pairs.forEach(set -> sets.add(set.number()));
    if (each != null) {
      lists.add(each.number);
    }
    children.values().forEach(child -> child.gather(texts, sets, lists));
  }

  /** Drops what an earlier value of the same name gave: the last of equal names counts. */
  void forget(Frame frame) {
    for (int i : textsBelow) {
      frame.texts[i] = null;
    }
    for (int i : setsBelow) {
      frame.sets[i] = null;
    }
    for (int i : listsBelow) {
      frame.lists[i] = null;
    }
  }

  /** Whether a text is all that is read here. */
  boolean isText() {
    return text >= 0 && kinds == 1 && encoding == null;
  }

  /** Whether one value is read in several ways. */
  boolean isReadTwice() {
    return kinds > 1;
  }

  /** The text's number, or -1. */
  int textNumber() {
    return text;
  }

  List<Pairs> pairs() {
    return pairs;
  }

  @Nullable Node at(String name) {
    return children.get(name);
  }

  boolean leadsOn() {
    return !children.isEmpty() || each != null;
  }

  @Nullable Level each() {
    return each;
  }

  @Nullable Encoding encoding() {
    return encoding;
  }
}
