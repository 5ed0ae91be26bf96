package dev.imas.core.deployment;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a repository, whose form is right.
 *
 * @param service which it is made of; null: none
 */
record CodeRepositoryDraft(
    String forge,
    String fullName,
    String forgeId,
    String defaultBranch,
    @Nullable Reference service,
    List<String> pathPrefixes,
    String commitLink) {

  private static final Set<String> FORGES = Set.of("github", "gitlab", "other");
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_LINK = 500;
  private static final int MOST_PREFIXES = 50;
  private static final Pattern LINK = Pattern.compile("https?://[^\\s]+");

  static CodeRepositoryDraft read(Body body) {
    body.only(
        "forge",
        "full_name",
        "forge_id",
        "default_branch",
        "service",
        "path_prefixes",
        "commit_link");
    String forge = body.text("forge", 20, "other");
    if (!FORGES.contains(forge)) {
      body.fault("/forge", "must be github, gitlab or other");
    }
    String name = body.requiredText("full_name", LONGEST_NAME).strip();
    String link = body.text("commit_link", LONGEST_LINK, "").strip();
    if (!link.isEmpty() && (!LINK.matcher(link).matches() || !link.contains("{sha}"))) {
      body.fault("/commit_link", "must be a web address with {sha} in it");
    }
    List<String> prefixes = body.texts("path_prefixes", MOST_PREFIXES, LONGEST_NAME);
    for (int i = 0; i < prefixes.size(); i++) {
      if (prefixes.get(i).startsWith("/") || prefixes.get(i).contains("..")) {
        body.fault("/path_prefixes/" + i, "must be a path within the repository, such as shop/");
      }
    }
    CodeRepositoryDraft draft =
        new CodeRepositoryDraft(
            forge,
            name,
            body.text("forge_id", LONGEST_NAME, "").strip(),
            body.text("default_branch", LONGEST_NAME, "").strip(),
            body.reference("service"),
            prefixes,
            link);
    body.throwIfFaulty();
    return draft;
  }
}
