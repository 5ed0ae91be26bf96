package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Which modules there are, how large they are, and who may depend on whom. */
class ModulesTest {

  private static final Path ROOT = root();
  private static final String OPENING = "```mermaid\n";
  private static final String END = "```\n";

  /** A module of the core role depends only on modules before it (ADR 132). */
  private static final List<String> FEATURES =
      List.of(
          "report",
          "messages",
          "kernel",
          "directory",
          "identity",
          "alerts",
          "routing",
          "incident",
          "oncall",
          "change",
          "escalation",
          "intake",
          "collaboration",
          "statuspage",
          "analytics",
          "trial",
          "configuration",
          "web",
          "core");

  /** The largest has 11 % today. A module that comes near this limit has become two. */
  private static final double LARGEST_SHARE = 0.20;

  /** In an import, or in full where it is used. */
  private static final Pattern PACKAGE = Pattern.compile("\\bdev\\.imas(?:\\.[a-z][a-z0-9_]*)+");

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
      assertThat(withWhatTheySee(modules, role)).containsExactly("messages", "model", "platform");
    }
    assertThat(modules.get("model")).isEmpty();
  }

  @Test
  void featuresDependOnEarlierOnesAlone() throws Exception {
    Map<String, Set<String>> modules = modules();
    assertThat(modules.keySet()).containsAll(FEATURES);
    for (int place = 0; place < FEATURES.size(); place++) {
      Set<String> sees = new TreeSet<>(modules.get(FEATURES.get(place)));
      sees.remove("platform");
      assertThat(sees).as(FEATURES.get(place)).isSubsetOf(FEATURES.subList(0, place));
    }
  }

  /** Whatever else is on the class path comes along with another module, unseen. */
  @Test
  void featuresNameTheModulesThatTheyUseAndNoOthers() throws Exception {
    Map<String, String> homes = homesOfPackages();
    Map<String, Set<String>> modules = modules();
    Map<String, Path> sources = sourcesOfCore();
    for (String feature : FEATURES) {
      Set<String> uses = new TreeSet<>();
      for (String text : texts(sources.get(feature))) {
        PACKAGE
            .matcher(text)
            .results()
            .map(found -> homes.get(found.group()))
            .filter(home -> home != null && !home.equals(feature))
            .forEach(uses::add);
      }
      // Which the platform passes on to everybody.
      uses.remove("model");
      assertThat(modules.get(feature)).as(feature).containsExactlyElementsOf(uses);
    }
  }

  /** Else, a class could reach into another module by standing in its package. */
  @Test
  void aPackageIsInOneModule() throws Exception {
    assertThat(homesOfPackages()).isNotEmpty();
  }

  @Test
  void noModuleIsMostOfCore() throws Exception {
    Map<String, Long> lines = new TreeMap<>();
    for (Map.Entry<String, Path> module : sourcesOfCore().entrySet()) {
      long all = 0;
      for (String text : texts(module.getValue())) {
        all += text.lines().count();
      }
      lines.put(module.getKey(), all);
    }
    double all = lines.values().stream().mapToLong(Long::longValue).sum();
    assertThat(all).isGreaterThan(100_000);
    assertThat(lines).allSatisfy((module, own) -> assertThat(own / all).isLessThan(LARGEST_SHARE));
  }

  /**
   * @throws AssertionError if a package is in two modules
   */
  private static Map<String, String> homesOfPackages() throws Exception {
    Map<String, String> homes = new TreeMap<>();
    for (Map.Entry<String, Path> module : sourcesOfCore().entrySet()) {
      for (Path file : javaFiles(module.getValue())) {
        String name =
            module.getValue().relativize(file.getParent()).toString().replace(File.separator, ".");
        String other = homes.putIfAbsent(name, module.getKey());
        assertThat(other).as(name).isIn(null, module.getKey());
      }
    }
    return homes;
  }

  /** Without those whose tests or poms are all that they have. */
  private static Map<String, Path> sourcesOfCore() throws Exception {
    Map<String, Path> sources = new LinkedHashMap<>();
    for (String folder : folders(ROOT, "")) {
      Path java = ROOT.resolve(folder).resolve("src/main/java");
      if (folder.startsWith("core/") && !folder.endsWith("fixtures") && Files.exists(java)) {
        sources.put(nameOf(pom(ROOT.resolve(folder))), java);
      }
    }
    return sources;
  }

  private static List<String> texts(Path sources) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : javaFiles(sources)) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  private static List<Path> javaFiles(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
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
        modules.put(nameOf(pom), sees);
      }
    }
    return modules;
  }

  private static String nameOf(Element pom) {
    return text(pom, "artifactId", 1).replace("imas-", "");
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
