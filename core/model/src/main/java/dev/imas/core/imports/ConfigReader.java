package dev.imas.core.imports;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML document with its lines. Aliases and merge keys are written out, since these files
 * use them; so everything is counted as often as it is referred to, and the sum is limited.
 */
final class ConfigReader {

  /** Characters of a file. */
  static final int LONGEST = 2_000_000;

  /** Parts of a file, those behind aliases counted each time. */
  static final int MOST_PARTS = 200_000;

  /** A level of routes takes two. */
  static final int DEEPEST = 120;

  private static final int MOST_ALIASES = 10_000;

  private final FileFaults faults;
  private int parts;

  private ConfigReader(FileFaults faults) {
    this.faults = faults;
  }

  /** Null if it is no mapping; then there is a fault. */
  static YamlPart.@Nullable Members read(String text, FileFaults faults) {
    if (text.length() > LONGEST) {
      faults.add(1, "", "has more than " + LONGEST + " characters");
      return null;
    }
    try {
      Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
      YamlPart part = root == null ? null : new ConfigReader(faults).part(root, "", 0);
      if (part instanceof YamlPart.Members members) {
        return faults.isEmpty() ? members : null;
      }
      if (faults.isEmpty()) {
        faults.add(1, "", "is no mapping such as route: …");
      }
    } catch (TooMuch e) {
      faults.add(e.line, e.path, e.says);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      faults.add(line, "", "is not YAML: " + firstLine(e.getProblem()));
    } catch (YAMLException e) {
      faults.add(1, "", "is not YAML: " + firstLine(e.getMessage()));
    }
    return null;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setCodePointLimit(LONGEST);
    return options;
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "it cannot be read" : Fields.cut(text.lines().findFirst().orElse(""));
  }

  /** Ends the reading of what would only grow. */
  private static final class TooMuch extends RuntimeException {

    private final int line;
    private final String path;
    private final String says;

    TooMuch(int line, String path, String says) {
      super(says, null, false, false);
      this.line = line;
      this.path = path;
      this.says = says;
    }
  }

  private YamlPart part(Node node, String path, int depth) {
    int line = line(node);
    if (depth > DEEPEST) {
      throw new TooMuch(line, path, "is nested deeper than " + DEEPEST + " levels");
    }
    if (++parts > MOST_PARTS) {
      throw new TooMuch(
          line, path, "makes it more than " + MOST_PARTS + " parts, those of aliases counted too");
    }
    return switch (node) {
      case ScalarNode scalar ->
          new YamlPart.Scalar(path, line, scalar.getTag() == Tag.NULL ? null : scalar.getValue());
      case SequenceNode list -> list(list, path, depth);
      case MappingNode mapping -> mapping(mapping, path, depth);
      default -> new YamlPart.Scalar(path, line, null);
    };
  }

  private static int line(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }

  private YamlPart list(SequenceNode list, String path, int depth) {
    List<YamlPart> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(part(item, path + "[" + items.size() + "]", depth + 1));
    }
    return new YamlPart.Items(path, line(list), items);
  }

  private YamlPart mapping(MappingNode mapping, String path, int depth) {
    Map<String, YamlPart> own = new LinkedHashMap<>();
    List<YamlPart> merged = new ArrayList<>();
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        faults.add(line(member.getKeyNode()), path, "has a member whose name is no text");
        continue;
      }
      String name = key.getValue();
      String below = path.isEmpty() ? name : path + "." + name;
      if (key.getTag() == Tag.MERGE) {
        merged.add(part(member.getValueNode(), path, depth + 1));
      } else if (own.put(name, part(member.getValueNode(), below, depth + 1)) != null) {
        faults.add(line(key), below, "is there twice");
      }
    }
    merged.forEach(part -> merge(part, own));
    return new YamlPart.Members(path, line(mapping), own);
  }

  /** What a mapping says itself comes before what it merges. */
  private void merge(YamlPart part, Map<String, YamlPart> into) {
    switch (part) {
      case YamlPart.Members members -> members.members().forEach(into::putIfAbsent);
      case YamlPart.Items items -> items.items().forEach(item -> merge(item, into));
      case YamlPart.Scalar scalar -> faults.add(scalar, "merges something that is no mapping");
    }
  }
}
