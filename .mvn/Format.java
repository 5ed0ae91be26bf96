import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;

/** Checks (or with "apply", rewrites) every Java source of the reactor in google-java-format style. */
void main(String[] args) throws Exception {
  boolean apply = args[0].equals("apply");
  var formatter = new Formatter();
  var bad = new ConcurrentSkipListSet<Path>();
  var broken = new ConcurrentSkipListSet<String>();
  List<Path> sources;
  try (var files = Files.walk(Path.of("."))) {
    sources = files.filter(p -> p.toString().matches(".*/src/.*\\.java")).toList();
  }
  // Nothing else is built meanwhile: on all processors.
  sources.parallelStream().forEach(f -> {
    try {
      String old = Files.readString(f);
      String now = formatter.formatSourceAndFixImports(old);
      if (!now.equals(old)) {
        bad.add(f);
        if (apply) Files.writeString(f, now);
      }
    } catch (FormatterException e) {
      broken.add(f + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  });
  bad.forEach(f -> IO.println((apply ? "formatted " : "badly formatted: ") + f));
  broken.forEach(f -> IO.println("cannot be read: " + f));
  if (!broken.isEmpty()) System.exit(1);
  if (!apply && !bad.isEmpty()) {
    IO.println("run: mvn -q -Pformat");
    System.exit(1);
  }
}
