package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The picture of the modules in the documents matches the build. */
class ModulesTest {

  private static final Path ROOT = root();
  private static final String OPENING = "```mermaid\n";
  private static final String END = "```\n";

  @Test
  void thePictureOfTheModulesIsTheBuilds() throws Exception {
    String text = Files.readString(ROOT.resolve("docs/architecture.md"));
    int from = text.indexOf(OPENING);
    assertThat(from).as("a picture in docs/architecture.md").isNotNegative();
    assertThat(text.substring(from, text.indexOf(END, from + OPENING.length()) + END.length()))
        .isEqualTo(picture());
  }

  @Test
  void gatewayAndNotifierSeeOnlyWhatIsShared() throws Exception {
    Map<String, Set<String>> modules = modules();
    for (String role : List.of("gateway", "notifier")) {
      assertThat(withWhatTheySee(modules, role)).containsExactly("model", "platform");
    }
    assertThat(modules.get("model")).isEmpty();
  }

  private static Set<String> withWhatTheySee(Map<String, Set<String>> modules, String module) {
    Set<String> seen = new TreeSet<>();
    for (String next : modules.getOrDefault(module, Set.of())) {
      seen.add(next);
      seen.addAll(withWhatTheySee(modules, next));
    }
    return seen;
  }

  /** An arrow for each dependency that no other one implies. */
  private static String picture() throws Exception {
    Map<String, Set<String>> modules = modules();
    StringBuilder picture = new StringBuilder(OPENING).append("flowchart BT\n");
    modules.forEach(
        (module, sees) -> {
          Set<String> implied = new TreeSet<>();
          sees.forEach(one -> implied.addAll(withWhatTheySee(modules, one)));
          sees.stream()
              .filter(one -> !implied.contains(one))
              .forEach(one -> picture.append("  ").append(module + " --> " + one).append('\n'));
        });
    return picture.append(END).toString();
  }

  /** Without fixtures, and without what only tests and the report of their coverage need. */
  private static Map<String, Set<String>> modules() throws Exception {
    Map<String, Set<String>> modules = new LinkedHashMap<>();
    for (String folder : folders(ROOT, "")) {
      Element pom = pom(ROOT.resolve(folder));
      Set<String> sees = new TreeSet<>();
      NodeList dependencies = pom.getElementsByTagName("dependency");
      for (int i = 0; i < dependencies.getLength(); i++) {
        Element dependency = (Element) dependencies.item(i);
        if (text(dependency, "groupId").equals("dev.imas") && text(dependency, "scope").isEmpty()) {
          sees.add(text(dependency, "artifactId").replace("imas-", ""));
        }
      }
      if (!folder.endsWith("fixtures")) {
        modules.put(text(pom, "artifactId", 1).replace("imas-", ""), sees);
      }
    }
    return modules;
  }

  private static List<String> folders(Path parent, String prefix) throws Exception {
    List<String> folders = new ArrayList<>();
    NodeList modules = pom(parent).getElementsByTagName("module");
    for (int i = 0; i < modules.getLength(); i++) {
      String folder = prefix + modules.item(i).getTextContent();
      List<String> parts = folders(ROOT.resolve(folder), folder + "/");
      folders.addAll(parts.isEmpty() ? List.of(folder) : parts);
    }
    return folders;
  }

  private static Element pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  private static String text(Element of, String name) {
    return text(of, name, 0);
  }

  /**
   * @param place counted from 0; a pom's own artifactId comes after its parent's
   */
  private static String text(Element of, String name, int place) {
    NodeList found = of.getElementsByTagName(name);
    return found.getLength() > place ? found.item(place).getTextContent() : "";
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.getParent();
  }
}
