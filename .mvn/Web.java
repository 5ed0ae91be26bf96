import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipFile;

/**
 * Bundles the dashboard of core with esbuild, packs its files and lists them: arguments are the folder of the sources
 * and the build folder of the module. The class path has the jars of preact and of esbuild. Does nothing if neither
 * has changed.
 */
void main(String[] args) throws Exception {
  Path source = Path.of(args[0]).toAbsolutePath().normalize();
  Path build = Path.of(args[1]).toAbsolutePath();
  Path out = build.resolve("web/dev/imas/core/dashboard/files");
  Path work = build.resolve("web-build");
  String now = digest(source);
  Path stamp = work.resolve("stamp");
  if (Files.exists(stamp) && Files.readString(stamp).equals(now) && Files.exists(out.resolve("files.txt"))) return;
  empty(work);
  empty(out);
  String esbuild = esbuild(work);
  if (esbuild.isEmpty()) return;
  unpack("preact", work.resolve("node_modules/preact"));
  Path bundle = work.resolve("bundle");
  bundle(
      work,
      esbuild,
      source.resolve("main.tsx").toString(),
      "--format=esm",
      "--splitting",
      "--jsx=automatic",
      "--jsx-import-source=preact",
      "--entry-names=[name]-[hash]",
      "--chunk-names=[name]-[hash]",
      "--outdir=" + bundle);
  // Browsers know the service worker by its name, so that has no digest.
  Path worker = work.resolve("sw.js");
  bundle(work, esbuild, source.resolve("sw.ts").toString(), "--format=iife", "--outfile=" + worker);
  // All components on a page, for tests and for whoever works on them. It stands beside what is shipped, not in it.
  Path guide = build.resolve("styleguide");
  empty(guide);
  bundle(
      work,
      esbuild,
      source.resolve("styleguide/main.tsx").toString(),
      "--format=iife",
      "--jsx=automatic",
      "--jsx-import-source=preact",
      "--outfile=" + guide.resolve("styleguide.js"));
  Files.copy(source.resolve("styleguide/index.html"), guide.resolve("index.html"));
  var names = new TreeSet<String>();
  try (var files = Files.list(bundle)) {
    for (Path file : (Iterable<Path>) files::iterator) {
      String name = file.getFileName().toString();
      pack(Files.readAllBytes(file), out.resolve(name + ".gz"));
      names.add(name);
    }
  }
  var icons = new TreeMap<String, String>();
  for (String icon : List.of("icon.svg", "touch.png", "app.png")) {
    byte[] bytes = Files.readAllBytes(source.resolve(icon));
    String digest = hex(MessageDigest.getInstance("SHA-256").digest(bytes)).substring(0, 8);
    String name = icon.replace(".", "-" + digest + ".");
    pack(bytes, out.resolve(name + ".gz"));
    names.add(name);
    icons.put(icon, name);
  }
  String page =
      withIcons(icons, Files.readString(source.resolve("index.html")))
          .replace("main.css", only(names, "main-", ".css"))
          .replace("main.js", only(names, "main-", ".js"));
  Files.writeString(out.resolve("index.html"), page);
  for (Path named : List.of(worker, source.resolve("manifest.webmanifest"))) {
    Files.writeString(out.resolve(named.getFileName()), withIcons(icons, Files.readString(named)));
  }
  Files.copy(source.resolve("routes.json"), out.resolve("routes.json"));
  List<String> preloads = preloads(bundle, names);
  var routes =
      new TreeSet<>(all("\"(/[^\"]*)\"", Files.readString(source.resolve("routes.json"))).map(m -> m.group(1)).toList());
  var found = new TreeSet<>(preloads.stream().map(line -> line.substring(0, line.indexOf(' '))).toList());
  if (!found.equals(routes)) {
    var both = new TreeSet<>(found);
    both.retainAll(routes);
    found.removeAll(both);
    routes.removeAll(both);
    fail("pages.ts and routes.json differ: only pages.ts has " + found + ", only routes.json has " + routes);
  }
  Files.write(out.resolve("preloads.txt"), preloads);
  Files.write(out.resolve("files.txt"), names);
  Files.writeString(stamp, now);
}

void bundle(Path work, String esbuild, String... arguments) throws Exception {
  var command = new ArrayList<String>();
  command.add(esbuild);
  command.addAll(List.of(arguments));
  command.addAll(
      List.of(
          "--bundle",
          "--minify",
          "--target=es2022,chrome111,firefox115,safari16.4",
          "--charset=utf8",
          "--legal-comments=none",
          "--log-level=warning",
          "--color=false"));
  var process =
      new ProcessBuilder(command)
          .directory(work.toFile())
          .redirectErrorStream(true)
          .redirectOutput(work.resolve("esbuild.log").toFile());
  // The libraries stand beside the build, not beside the sources.
  process.environment().put("NODE_PATH", work.resolve("node_modules").toString());
  if (process.start().waitFor() != 0) {
    System.err.println(Files.readString(work.resolve("esbuild.log")));
    fail("the dashboard cannot be bundled: see above");
  }
}

String withIcons(Map<String, String> icons, String text) {
  for (var icon : icons.entrySet()) text = text.replace("assets/" + icon.getKey(), "assets/" + icon.getValue());
  return text;
}

String only(Set<String> names, String start, String end) {
  var found = names.stream().filter(n -> n.startsWith(start) && n.endsWith(end)).toList();
  if (found.size() != 1) fail("the bundle has not one " + start + "*" + end + ", but " + found);
  return found.getFirst();
}

/**
 * A line for each route: its pattern, then the files of code that its page needs first. A browser that reads their
 * names in the page asks for all of them at once; otherwise it finds them one behind the other. Read from the bundle,
 * where each page of pages.ts is "route":{words:…,load:…import("./file.js")…}.
 */
List<String> preloads(Path bundle, Set<String> names) throws IOException {
  var imports = new HashMap<String, List<String>>();
  var pages = new TreeMap<String, String>();
  for (String name : names) {
    if (!name.endsWith(".js")) continue;
    String code = Files.readString(bundle.resolve(name));
    imports.put(name, all("(?:from|import)\"\\./([^\"]+\\.js)\"", code).map(m -> m.group(1)).toList());
    all("\"(/[^\"]*)\":\\{words:[^}]*?import\\(\"\\./([^\"]+\\.js)\"\\)", code)
        .forEach(m -> pages.put(m.group(1), m.group(2)));
  }
  String main = only(names, "main-", ".js");
  var lines = new ArrayList<String>();
  pages.forEach(
      (route, page) -> {
        var needed = new LinkedHashSet<String>();
        with(main, imports, needed);
        with(page, imports, needed);
        needed.remove(main);
        lines.add(route + " " + String.join(" ", needed));
      });
  return lines;
}

Stream<MatchResult> all(String pattern, String code) {
  return Pattern.compile(pattern).matcher(code).results();
}

/** With all that it imports. */
void with(String name, Map<String, List<String>> imports, Set<String> into) {
  if (into.add(name)) imports.getOrDefault(name, List.of()).forEach(one -> with(one, imports, into));
}

/**
 * The program for this machine: its own jar, the one that a property names, or one on the path. Empty if there is none:
 * everything else can still be built, except where the whole product is tested.
 */
String esbuild(Path work) throws Exception {
  String named = System.getProperty("imas.esbuild", "");
  if (!named.isBlank()) return named;
  String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
  String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
  String has =
      os.startsWith("linux") && arch.equals("amd64")
          ? "linux-x64"
          : os.startsWith("mac") && arch.equals("aarch64") ? "darwin-arm64" : "";
  if (!has.isEmpty()) {
    Path folder = work.resolve("esbuild");
    unpack("esbuild__" + has, folder);
    Path program = folder.resolve("bin/esbuild");
    program.toFile().setExecutable(true);
    return program.toString();
  }
  for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
    for (String name : List.of("esbuild", "esbuild.exe")) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) return program.toString();
    }
  }
  String missing =
      "no esbuild for " + os + " on " + arch + " is among Maven's artefacts. Install it (apt install esbuild, brew"
          + " install esbuild, or npm install --global esbuild), or say where it is: -Dimas.esbuild=<path>";
  if (System.getenv("CI") != null) fail(missing);
  System.err.println("IMAS: built without the dashboard: " + missing);
  return "";
}

void unpack(String artifact, Path folder) throws Exception {
  for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
    if (!Path.of(jar).getFileName().toString().matches(artifact + "-[0-9].*\\.jar")) continue;
    try (var zip = new ZipFile(jar)) {
      for (var entry : Collections.list(zip.entries())) {
        String path = entry.getName().replaceFirst("^META-INF/resources/webjars/[^/]+/[^/]+/", "");
        if (entry.isDirectory() || path.equals(entry.getName()) || path.endsWith(".map")) continue;
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder)) throw new IOException(path);
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    return;
  }
  fail("the jar of " + artifact + " is not on the class path");
}

void pack(byte[] bytes, Path file) throws IOException {
  try (OutputStream out =
      new GZIPOutputStream(Files.newOutputStream(file)) {
        {
          def.setLevel(Deflater.BEST_COMPRESSION);
        }
      }) {
    out.write(bytes);
  }
}

/** Of all sources, of this program and of the libraries. */
String digest(Path source) throws Exception {
  var digest = MessageDigest.getInstance("SHA-256");
  digest.update(System.getProperty("java.class.path").getBytes(StandardCharsets.UTF_8));
  digest.update(Files.readAllBytes(Path.of(System.getProperty("imas.web", ".mvn/Web.java"))));
  try (var files = Files.walk(source)) {
    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
      digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
  }
  return hex(digest.digest());
}

String hex(byte[] bytes) {
  return HexFormat.of().formatHex(bytes);
}

void empty(Path folder) throws IOException {
  if (Files.exists(folder)) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
  Files.createDirectories(folder);
}

void fail(String why) {
  System.err.println("IMAS: " + why);
  System.exit(1);
}
