package dev.imas.core.launch;

import dev.imas.core.imports.Finding;
import dev.imas.core.imports.ImportResult;
import dev.imas.core.imports.NeededSecret;
import java.util.ArrayList;
import java.util.List;

/** What became of a file that was imported, for people. Pure. */
final class ImportText {

  private ImportText() {}

  static List<String> lines(ImportResult.Imported imported) {
    List<String> lines = new ArrayList<>();
    int[] counts = new int[Finding.Kind.values().length];
    for (Finding.Kind kind : Finding.Kind.values()) {
      for (Finding finding : imported.report()) {
        if (finding.kind() == kind) {
          counts[kind.ordinal()]++;
          lines.add(sign(kind) + " " + finding.path() + ": " + finding.says());
        }
      }
    }
    if (!imported.secrets().isEmpty()) {
      lines.add("Secrets that imas apply needs:");
      imported.secrets().forEach(secret -> lines.add("  " + line(secret)));
    }
    lines.add(
        "%d documents. %d parts carried over (=), %d changed (~), %d left out (-)."
            .formatted(imported.documents().size(), counts[0], counts[1], counts[2]));
    return lines;
  }

  private static String sign(Finding.Kind kind) {
    return switch (kind) {
      case CARRIED -> "=";
      case CHANGED -> "~";
      case LEFT -> "-";
    };
  }

  private static String line(NeededSecret secret) {
    return (secret.reference().equals("from_env") ? "the variable " : "the file ")
        + secret.name()
        + ": "
        + (secret.says().isEmpty() ? "what is at " : secret.says() + ", for ")
        + secret.path();
  }
}
