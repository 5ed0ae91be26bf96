package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What each route asks for, and who may it, is as {@link PermissionExpectation} says. {@link
 * PermissionWalkIT} asks the routes themselves.
 */
class PermissionTableTest {

  @Test
  void theExpectationIsOfEveryRouteAndEveryRouteNamesItsPermission() {
    Map<String, String> mounted = new LinkedHashMap<>();
    for (Api.Mounted route : MountedRoutes.ALL) {
      mounted.put(route.method() + " " + route.path(), route.permission().wireName());
    }
    Map<String, String> expected = new LinkedHashMap<>();
    PermissionExpectation.ALL.forEach((route, one) -> expected.put(route, one.permission()));
    assertThat(mounted).containsExactlyInAnyOrderEntriesOf(expected);
    PermissionExpectation.ALL.values().stream()
        .filter(PermissionExpectation::isForAnybody)
        .forEach(open -> expected.remove(open.operation()));
    assertThat(PermissionWalkIT.operations())
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
  }

  /** Some routes ask more of the caller than their permission. None asks less. */
  @Test
  void noRouteIsForALowerRoleThanExpected() {
    for (PermissionExpectation expected : PermissionExpectation.ALL.values()) {
      if (!expected.isForAnybody() && !expected.isOfThePlatform()) {
        AccessRole lowest = Permission.named(expected.permission()).orElseThrow().lowest();
        AccessRole ofTheWalk = AccessRole.named(expected.lowest()).orElseThrow();
        assertThat(ofTheWalk.includes(lowest)).as("%s", expected).isTrue();
      }
    }
  }

  @Test
  void eachRoleIncludesThoseBelowIt() {
    List<AccessRole> roles =
        PermissionExpectation.ROLES.stream()
            .map(role -> AccessRole.named(role).orElseThrow())
            .toList();
    for (AccessRole one : roles) {
      for (AccessRole other : roles) {
        assertThat(one.includes(other))
            .as("%s includes %s", one, other)
            .isEqualTo(roles.indexOf(one) >= roles.indexOf(other));
      }
    }
  }
}
