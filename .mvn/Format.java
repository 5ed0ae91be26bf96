import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Which contents were in style when they were last looked at: to format all sources takes half a minute of a processor. */
final Path known = Path.of(".mvn/classes/formatted.txt");

/** Checks (or with "apply", rewrites) every Java source of the reactor in google-java-format style. */
void main(String[] args) throws Exception {
  boolean apply = args[0].equals("apply");
  var formatter = new Formatter();
  // Another formatter has another style.
  String formattedBy = System.getProperty("java.class.path");
  Set<String> before = new HashSet<>(Files.exists(known) ? Files.readAllLines(known) : List.of());
  if (!before.contains(formattedBy)) before.clear();
  var inStyle = new ConcurrentSkipListSet<String>();
  var bad = new ConcurrentSkipListSet<Path>();
  var broken = new ConcurrentSkipListSet<String>();
  List<Path> sources;
  try (var files = Files.walk(Path.of("."))) {
    // What a build generates has its own style.
    sources = files.filter(p -> p.toString().matches("(?!.*/target/).*/src/.*\\.java")).toList();
  }
  // Nothing else is built meanwhile: on all processors.
  sources.parallelStream().forEach(f -> {
    try {
      String old = Files.readString(f);
      String digest = digest(old);
      if (before.contains(digest)) {
        inStyle.add(digest);
        return;
      }
      String now = formatter.formatSourceAndFixImports(old);
      if (now.equals(old)) {
        inStyle.add(digest);
      } else {
        bad.add(f);
        if (apply) Files.writeString(f, now);
      }
    } catch (FormatterException e) {
      broken.add(f + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  });
  keep(formattedBy, inStyle);
  bad.forEach(f -> IO.println((apply ? "formatted " : "badly formatted: ") + f));
  broken.forEach(f -> IO.println("cannot be read: " + f));
  if (!broken.isEmpty()) System.exit(1);
  if (!apply && !bad.isEmpty()) {
    IO.println("run: mvn -q -Pformat");
    System.exit(1);
  }
}

String digest(String text) {
  try {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  } catch (NoSuchAlgorithmException e) {
    throw new IllegalStateException(e);
  }
}

/** Moved into place, since two builds may run at once. */
void keep(String formattedBy, Set<String> inStyle) throws IOException {
  var lines = new ArrayList<String>(inStyle);
  lines.add(formattedBy);
  Path written = Files.createTempFile(known.getParent(), "formatted", ".txt");
  Files.write(written, lines);
  Files.move(written, known, StandardCopyOption.REPLACE_EXISTING);
}
