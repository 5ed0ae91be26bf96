package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What became of a file. */
public sealed interface ImportResult {

  /**
   * It was read.
   *
   * @param documents as {@code imas apply} reads them, with references in place of secrets
   * @param report what became of each part of the file
   * @param secrets what the references need
   */
  record Imported(List<ObjectNode> documents, List<Finding> report, List<NeededSecret> secrets)
      implements ImportResult {

    public Imported {
      documents = List.copyOf(documents);
      report = List.copyOf(report);
      secrets = List.copyOf(secrets);
    }
  }

  /** Nothing of it can be used. */
  record Refused(List<ImportFault> faults) implements ImportResult {

    public Refused {
      faults = List.copyOf(faults);
    }
  }
}
