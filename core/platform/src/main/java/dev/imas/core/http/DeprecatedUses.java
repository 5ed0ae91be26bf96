package dev.imas.core.http;

/** Counts who calls operations that will be removed. It may be called from any thread. */
@FunctionalInterface
public interface DeprecatedUses {

  DeprecatedUses UNCOUNTED = (caller, operation) -> {};

  /**
   * @param operation its method and path, as the OpenAPI document has them
   */
  void count(Principal caller, String operation);
}
