package dev.imas.core.budget;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import java.util.List;

/** For how long services may be broken. */
public final class ErrorBudgetFeature implements Feature {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("service", new Shape.Naming(Kind.SERVICE))
          .member("target", Members.DECIMAL)
          .otherwise("days", Members.ANY, 30)
          .otherwise("blocks", Members.ANY, false)
          .made();

  private final ErrorBudgetRoutes budgets;

  public ErrorBudgetFeature(CoreContext core) {
    this.budgets = new ErrorBudgetRoutes(core.searches(), core.computations(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("error-budgets");
  }

  @Override
  public void mount(Api api) {
    budgets.mount(api);
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(
        new ResourceDocuments(Kind.ERROR_BUDGET, SHAPE, budgets::resource, List.of("service")));
  }
}
