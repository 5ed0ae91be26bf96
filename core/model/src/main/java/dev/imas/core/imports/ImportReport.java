package dev.imas.core.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what became of each part. */
final class ImportReport {

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, NeededSecret> secrets = new LinkedHashMap<>();

  void carried(String path, String says) {
    findings.add(new Finding(path, Finding.Kind.CARRIED, says));
  }

  void changed(String path, String says) {
    findings.add(new Finding(path, Finding.Kind.CHANGED, says));
  }

  void left(String path, String says) {
    findings.add(new Finding(path, Finding.Kind.LEFT, says));
  }

  /** The first that needs it tells where it is from. */
  void needs(NeededSecret secret) {
    secrets.putIfAbsent(secret.reference() + secret.name(), secret);
  }

  /** What a file has and nothing reads: a later version has it, or it is a slip of the pen. */
  void unread(Fields fields) {
    fields
        .unread()
        .forEach(part -> left(part.path(), "is not known here, so it is in none of the documents"));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  List<NeededSecret> secrets() {
    return List.copyOf(secrets.values());
  }
}
