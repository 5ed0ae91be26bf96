package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.imports.AlertmanagerImport;
import dev.imas.core.imports.Finding;
import dev.imas.core.imports.ImportFault;
import dev.imas.core.imports.ImportResult;
import dev.imas.core.imports.NeededSecret;
import dev.imas.core.platform.Computations;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code /imports}: configurations of other systems as documents. Nothing is stored. */
public final class ImportRoutes {

  private final Computations computations;

  /**
   * @param computations translate
   */
  public ImportRoutes(Computations computations) {
    this.computations = computations;
  }

  public void mount(Api api) {
    api.post("/imports/alertmanager", Permission.CONFIGURATION_READ, this::alertmanager);
  }

  record Translated(List<ObjectNode> documents, List<Finding> report, List<NeededSecret> secrets) {}

  private Answer alertmanager(Call call) {
    Body body = call.body().only("config");
    // As it was sent, so that the lines of faults are those of the file.
    String config = body.text("config", AlertmanagerImport.LONGEST, "");
    if (config.isBlank()) {
      body.fault("/config", "is missing; send the text of the file");
    }
    body.throwIfFaulty();
    ImportResult result =
        computations
            .of(call.tenant())
            .call(() -> AlertmanagerImport.of(config, UnaryOperator.identity()));
    switch (result) {
      case ImportResult.Imported imported -> {
        return Answer.ok(
            new Translated(imported.documents(), imported.report(), imported.secrets()));
      }
      case ImportResult.Refused refused -> {
        refused.faults().stream()
            .map(ImportFault::inWords)
            .forEach(text -> body.fault("/config", text));
        body.throwIfFaulty();
        throw new IllegalStateException("what is refused has faults");
      }
    }
  }
}
