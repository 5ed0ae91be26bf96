import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an image is made of, as CycloneDX 1.6: packages of Debian, modules of Java, and the jars of the distribution.
 *
 * <p>{@code write FILE ROOT...}: of the folders that become the image, the last of which has the distribution with its SBOM.
 *
 * <p>{@code check FILE ROOT}: whether the files of an image, unpacked again, are what the file lists, and nothing else.
 */
void main(String[] args) throws Exception {
  Path file = Path.of(args[1]);
  List<Path> roots = Stream.of(args).skip(2).map(Path::of).toList();
  switch (args[0]) {
    case "write" -> Files.writeString(file, bom(roots));
    case "check" -> check(Files.readString(file), roots.getFirst());
    default -> throw new IllegalArgumentException(args[0] + " is neither write nor check");
  }
}

static final String STATUS = "var/lib/dpkg/status.d";
static final String RELEASE = "opt/java/release";
static final String DISTRIBUTION = "opt/imas/sbom.cdx.json";
static final String LIB = "opt/imas/lib";

Path found(List<Path> roots, String path) {
  return roots.stream()
      .map(root -> root.resolve(path))
      .filter(Files::exists)
      .findFirst()
      .orElseThrow(() -> new IllegalArgumentException(path + " is in none of " + roots));
}

String bom(List<Path> roots) throws Exception {
  Map<String, String> components = new TreeMap<>();
  debian(found(roots, STATUS)).forEach((purl, fields) -> components.put(purl, debianComponent(purl, fields)));
  java(found(roots, RELEASE)).forEach((purl, name) -> components.put(purl, javaComponent(purl, name)));
  Set<String> here = sums(found(roots, LIB)).keySet();
  String distribution = Files.readString(found(roots, DISTRIBUTION));
  distribution
      .lines()
      .filter(line -> line.startsWith("{\"type\":"))
      .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
      // What a build has bundled into a jar of ours has no file of its own.
      .filter(line -> line.contains("imas:bundled-into") || here.contains(group(line, "\"content\":\"([0-9a-f]{64})\"")))
      .forEach(line -> components.put(group(line, "\"bom-ref\":\"([^\"]+)\""), line));
  String version = group(distribution, "\"name\":\"imas\",\"version\":\"([^\"]+)\"");
  String root = "pkg:oci/imas@" + version;
  String content =
      """
      "metadata":{"component":{"type":"container","bom-ref":%1$s,"name":"imas","version":%2$s,"purl":%1$s}},
      "components":[
      %3$s
      ],
      "dependencies":[{"ref":%1$s,"dependsOn":[%4$s]}]"""
          .formatted(
              quoted(root),
              quoted(version),
              String.join(",\n", components.values()),
              components.keySet().stream().map(this::quoted).collect(Collectors.joining(",")));
  UUID serial = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  return "{\n\"bomFormat\":\"CycloneDX\",\n\"specVersion\":\"1.6\",\n\"serialNumber\":\"urn:uuid:%s\",\n\"version\":1,\n%s\n}\n"
      .formatted(serial, content);
}

void check(String bom, Path root) throws Exception {
  Set<String> listed = new TreeSet<>();
  Pattern.compile("(?m)^\\{\"type\":.*?\"bom-ref\":\"([^\"]+)\"(.*)$").matcher(bom).results().forEach(line -> {
    if (line.group(2).contains("imas:bundled-into")) return;
    boolean jar = line.group(1).startsWith("pkg:maven/");
    listed.add(jar ? group(line.group(2), "\"content\":\"([0-9a-f]{64})\"") : line.group(1));
  });
  Map<String, String> present = new TreeMap<>();
  debian(root.resolve(STATUS)).keySet().forEach(purl -> present.put(purl, purl));
  java(root.resolve(RELEASE)).keySet().forEach(purl -> present.put(purl, purl));
  present.putAll(sums(root.resolve(LIB)));
  List<String> missing = present.keySet().stream().filter(key -> !listed.contains(key)).map(present::get).toList();
  listed.removeAll(present.keySet());
  System.out.println(present.size() + " parts, " + (missing.size() + listed.size()) + " differences");
  if (!missing.isEmpty() || !listed.isEmpty()) {
    System.err.println("The SBOM lacks " + missing + ", and names what is not in the image: " + listed);
    System.exit(1);
  }
}

/** Control fields of each package, by its purl. */
Map<String, Map<String, String>> debian(Path folder) throws Exception {
  Map<String, Map<String, String>> all = new TreeMap<>();
  try (Stream<Path> files = Files.list(folder)) {
    for (Path file : files.toList()) {
      Map<String, String> fields = new HashMap<>();
      for (String line : Files.readAllLines(file)) {
        Matcher field = Pattern.compile("([A-Za-z-]+): (.*)").matcher(line);
        if (field.matches()) fields.put(field.group(1), field.group(2));
      }
      all.put(
          "pkg:deb/debian/%s@%s?arch=%s&distro=debian-12"
              .formatted(fields.get("Package"), fields.get("Version").replace(":", "%3A").replace("+", "%2B"), fields.get("Architecture")),
          fields);
    }
  }
  return all;
}

String debianComponent(String purl, Map<String, String> fields) {
  String source = fields.getOrDefault("Source", fields.get("Package")).replaceFirst(" .*", "");
  return "{\"type\":\"library\",\"bom-ref\":%1$s,\"name\":%2$s,\"version\":%3$s,\"purl\":%1$s,\"properties\":[{\"name\":\"debian:source\",\"value\":%4$s}]}"
      .formatted(quoted(purl), quoted(fields.get("Package")), quoted(fields.get("Version")), quoted(source));
}

/** Names of the runtime and of each of its modules, by their purls. */
Map<String, String> java(Path release) throws Exception {
  String text = Files.readString(release);
  String version = group(text, "(?m)^JAVA_RUNTIME_VERSION=\"?([^\"\n]+)", group(text, "(?m)^JAVA_VERSION=\"?([^\"\n]+)", ""));
  String runtime = "pkg:generic/openjdk@" + version.replace("+", "%2B");
  Map<String, String> all = new TreeMap<>(Map.of(runtime, "openjdk"));
  for (String module : group(text, "(?m)^MODULES=\"([^\"]+)\"").split(" ")) {
    all.put(runtime + "#" + module, module);
  }
  return all;
}

String javaComponent(String purl, String name) {
  String version = group(purl, "@([^#]+)").replace("%2B", "+");
  String cpe = name.equals("openjdk") ? ",\"cpe\":\"cpe:2.3:a:oracle:openjdk:" + version.replaceFirst("[+-].*", "") + ":*:*:*:*:*:*:*\"" : "";
  return "{\"type\":\"%s\",\"bom-ref\":%2$s,\"name\":%3$s,\"version\":%4$s,\"licenses\":[{\"license\":{\"id\":\"GPL-2.0-with-classpath-exception\"}}],\"purl\":%2$s%5$s}"
      .formatted(name.equals("openjdk") ? "platform" : "library", quoted(purl), quoted(name), quoted(version), cpe);
}

/** File names of jars by the sums of their content. */
Map<String, String> sums(Path lib) throws Exception {
  Map<String, String> all = new TreeMap<>();
  try (Stream<Path> jars = Files.list(lib)) {
    for (Path jar : jars.toList()) {
      all.put(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))),
          jar.getFileName().toString());
    }
  }
  return all;
}

String group(String text, String pattern, String... otherwise) {
  Matcher found = Pattern.compile(pattern).matcher(text);
  if (found.find()) return found.group(1);
  if (otherwise.length > 0) return otherwise[0];
  throw new IllegalArgumentException("no " + pattern + " in " + text.substring(0, Math.min(200, text.length())));
}

String quoted(String text) {
  return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
}
