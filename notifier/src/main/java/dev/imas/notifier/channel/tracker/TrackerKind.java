package dev.imas.notifier.channel.tracker;

import dev.imas.core.model.Medium;
import dev.imas.core.model.ProviderField;
import dev.imas.notifier.channel.HttpProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.TrackerVendor;
import dev.imas.notifier.egress.WebRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trackers of issues: tasks go there, and nobody is paged by one. */
public final class TrackerKind implements InstalledKind {

  private static final int MOST_LABELS = 10;

  private static final String NO_CONTACTS =
      "is of no use: a tracker takes tasks and no messages. Choose another channel";

  private static final List<InstalledProvider> PROVIDERS =
      List.of(
          provider(
              "github_issues",
              "GitHub, issues of a repository",
              GithubIssues::new,
              ProviderField.text(
                      "repository",
                      "[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}",
                      "owner/name",
                      "The repository, as owner/name.")
                  .required(),
              token("A token that may read and write its issues."),
              ProviderField.url("url", "The API; GitHub Enterprise has another.")
                  .usually("https://api.github.com")),
          provider(
              "gitlab_issues",
              "GitLab, issues of a project",
              GitlabIssues::new,
              ProviderField.text(
                      "project",
                      "[A-Za-z0-9._-]{1,200}(/[A-Za-z0-9._-]{1,100}){0,10}",
                      "group/name",
                      "The project, by its path or number.")
                  .required(),
              token("A token of the project with the scope api."),
              ProviderField.url("url", "The address of GitLab.").usually("https://gitlab.com")),
          provider(
              "jira",
              "Jira, issues of a project",
              JiraIssues::new,
              ProviderField.url("url", "The address of Jira.").required(),
              ProviderField.text(
                      "project", "[A-Z][A-Z0-9_]{0,20}", "OPS", "The key of the project.")
                  .required(),
              ProviderField.text("issue_type", "The type of new issues.").usually("Task"),
              ProviderField.text(
                  "email", "Of the account whose token it is. Leave it out for Jira Data Center."),
              token("An API token, or for Jira Data Center a personal access token.")));

  private static ProviderField token(String about) {
    return ProviderField.text("token", about).required().secret();
  }

  private static InstalledProvider provider(
      String type,
      String title,
      Function<ProviderConfig, Tracker> tracker,
      ProviderField... fields) {
    return new HttpProvider(
        type,
        title,
        Stream.concat(
                Arrays.stream(fields),
                Stream.of(ProviderField.texts("labels", MOST_LABELS, "Labels of new issues.")))
            .toList(),
        config -> new TrackerApi(tracker.apply(config)));
  }

  /** A tracker, and the request by which it is tried. */
  interface Tracker extends TrackerVendor {

    /** Harmless, and refused unless the credentials can see the place where issues go. */
    WebRequest probe(UUID id);
  }

  @Override
  public String type() {
    return "tracker";
  }

  @Override
  public String address() {
    return "none: tasks are exported to its providers, and nobody is paged by it";
  }

  @Override
  public @Nullable String faultOf(String address) {
    return NO_CONTACTS;
  }

  @Override
  public String shown(String address) {
    return "…";
  }

  @Override
  public List<InstalledProvider> providers() {
    return PROVIDERS;
  }

  /** A provider is tested as a place. */
  @Override
  public boolean isPlace() {
    return true;
  }

  @Override
  public boolean takesDigests() {
    return false;
  }

  @Override
  public Optional<Medium> medium() {
    return Optional.empty();
  }

  @Override
  public String mend() {
    return "use another channel";
  }

  @Override
  public String page() {
    return "tracker.md";
  }
}
