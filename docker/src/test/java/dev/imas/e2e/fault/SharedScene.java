package dev.imas.e2e.fault;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One scene for all faults that leave a healthy product. Each test that wants one gets it, and it
 * ends with the last test of the run. If a test fails, its storms end with it.
 */
final class SharedScene implements ParameterResolver, AfterEachCallback {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FaultScene.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return scene(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      scene(context).abandonStorms();
    }
  }

  private static FaultScene scene(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedScene.class))
        .computeIfAbsent(FaultScene.class, type -> FaultScene.embedded(Map.of()), FaultScene.class);
  }
}
