package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/permissions.md is made from the table of permissions and the mounted routes. Run with {@code
 * -Dimas.docs.write=true} to write it again.
 */
class PermissionsPageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "permissions.md");

  /** Those that no route of the document asks for by itself, with where they are asked for. */
  private static final Map<Permission, List<String>> ELSEWHERE =
      Map.of(
          Permission.HEALTH_READ,
          List.of("`GET /health/detailed`"),
          Permission.ABSENCE_MANAGE,
          List.of("`POST, DELETE /absences` beyond `absence.enter`"),
          Permission.COMMENT_MANAGE,
          List.of("`DELETE /incidents/{id}/comments/{comment}` of comments of others"),
          Permission.GRANT_MANAGE,
          List.of("`POST, DELETE /grants` beyond `grant.delegate`"));

  @Test
  void thePageHasTheTableAsItIs() throws IOException {
    String page = Files.readString(PAGE);
    String written = between(between(page, "roles", roles()), "permissions", permissions());
    if (Boolean.getBoolean("imas.docs.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(written);
  }

  @Test
  void everyPermissionOpensSomething() {
    for (Permission permission : Permission.values()) {
      assertThat(routes(permission)).as("%s", permission).isNotEmpty();
    }
  }

  private static String roles() {
    StringBuilder table = new StringBuilder("| role | what it adds |\n|---|---|\n");
    for (AccessRole role : AccessRole.values()) {
      table.append("| `%s` | %s |\n".formatted(role.wireName(), role.does()));
    }
    return table.toString();
  }

  private static String permissions() {
    StringBuilder table =
        new StringBuilder(
            "| permission | lowest role | allows | also | routes |\n|---|---|---|---|---|\n");
    for (Permission permission : Permission.values()) {
      table.append(
          "| `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  permission.wireName(),
                  permission.lowest().wireName(),
                  permission.allows(),
                  also(permission),
                  String.join(", ", routes(permission))));
    }
    return table.toString();
  }

  private static String also(Permission permission) {
    if (permission.isOfDuty()) {
      return "team, duty";
    }
    return permission.isNarrowable() ? "team" : "";
  }

  private static List<String> routes(Permission permission) {
    List<String> routes =
        MountedRoutes.ALL.stream()
            .filter(route -> route.permission() == permission)
            .collect(Collectors.groupingBy(Api.Mounted::path, Collectors.toList()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                path ->
                    "`"
                        + path.getValue().stream()
                            .map(route -> route.method().name())
                            .collect(Collectors.joining(", "))
                        + " "
                        + path.getKey()
                        + "`")
            .toList();
    return routes.isEmpty() ? ELSEWHERE.getOrDefault(permission, routes) : routes;
  }

  private static String between(String page, String name, String table) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- end of " + name + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    assertThat(Arrays.asList(from, to)).as("the marks of %s", name).doesNotContain(-1);
    return page.substring(0, from + begin.length()) + table + page.substring(to);
  }
}
