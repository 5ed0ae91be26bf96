import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;

/** Checks (or with "apply", rewrites) every Java source of the reactor in google-java-format style. */
void main(String[] args) throws Exception {
  boolean apply = args[0].equals("apply");
  var formatter = new Formatter();
  var bad = new ArrayList<Path>();
  var broken = new ArrayList<String>();
  try (var files = Files.walk(Path.of("."))) {
    for (Path f : (Iterable<Path>) files.filter(p -> p.toString().matches(".*/src/.*\\.java"))::iterator) {
      String old = Files.readString(f);
      try {
        String now = formatter.formatSourceAndFixImports(old);
        if (!now.equals(old)) {
          bad.add(f);
          if (apply) Files.writeString(f, now);
        }
      } catch (FormatterException e) {
        broken.add(f + ": " + e.getMessage());
      }
    }
  }
  bad.forEach(f -> IO.println((apply ? "formatted " : "badly formatted: ") + f));
  broken.forEach(f -> IO.println("cannot be read: " + f));
  if (!broken.isEmpty()) System.exit(1);
  if (!apply && !bad.isEmpty()) {
    IO.println("run: mvn -q -Pformat");
    System.exit(1);
  }
}
