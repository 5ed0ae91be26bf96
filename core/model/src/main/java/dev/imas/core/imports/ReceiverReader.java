package dev.imas.core.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes teams of receivers, with their contacts. */
final class ReceiverReader {

  private static final String SUFFIX = "_configs";

  /** By their names in the file. */
  private static final Map<String, Consumer<Integration>> CHANNELS =
      Map.ofEntries(
          Map.entry("slack", ChatIntegrations::slack),
          Map.entry("discord", ChatIntegrations::discord),
          Map.entry("msteams", ChatIntegrations::teams),
          Map.entry("msteamsv2", ChatIntegrations::teamsWorkflow),
          Map.entry("telegram", ChatIntegrations::telegram),
          Map.entry("mattermost", ChatIntegrations::mattermost),
          Map.entry("pagerduty", PagingIntegrations::pagerduty),
          Map.entry("opsgenie", PagingIntegrations::opsgenie),
          Map.entry("pushover", PagingIntegrations::pushover),
          Map.entry("webhook", PagingIntegrations::webhook),
          Map.entry("email", MailIntegration::mail));

  private final Fields global;
  private final ImportedProviders providers = new ImportedProviders();
  private final Secrets secrets;
  private final ImportNames names = new ImportNames();
  private final ImportNames keys = new ImportNames();
  private final Map<String, TeamDraft> teams = new LinkedHashMap<>();
  private final FileFaults faults;
  private final ImportReport report;

  ReceiverReader(Fields global, Secrets secrets, FileFaults faults, ImportReport report) {
    this.global = global;
    this.secrets = secrets;
    this.faults = faults;
    this.report = report;
  }

  void read(List<YamlPart> receivers) {
    for (YamlPart part : receivers) {
      Fields receiver = Fields.of(part, faults);
      String name = receiver.text("name");
      if (name == null) {
        faults.add(part.line(), receiver.path("name"), "is missing");
      } else if (teams.containsKey(name)) {
        faults.add(part, "has the name '" + Fields.cut(name) + "', as another receiver has");
      } else {
        teams.put(name, team(receiver, name));
      }
    }
  }

  private TeamDraft team(Fields receiver, String name) {
    TeamDraft team = new TeamDraft(name, keys.key("alertmanager-" + name), names.name(name));
    boolean isEmpty = true;
    for (String member : members(receiver)) {
      String kind = member.substring(0, member.length() - SUFFIX.length());
      int number = 0;
      for (YamlPart item : receiver.items(member)) {
        isEmpty = false;
        read(
            new Integration(
                kind, ++number, Fields.of(item, faults), global, team, providers, secrets, report));
      }
    }
    if (receiver.has("labels")) {
      report.left(receiver.path("labels"), "teams have no labels");
    }
    report.unread(receiver);
    reportTeam(receiver, team, isEmpty);
    return team;
  }

  private static List<String> members(Fields receiver) {
    return receiver.unreadNames().stream().filter(name -> name.endsWith(SUFFIX)).toList();
  }

  private void read(Integration integration) {
    Consumer<Integration> channel = CHANNELS.get(integration.kind());
    if (channel == null) {
      integration.left(
          "IMAS has no channel for "
              + Fields.cut(integration.kind())
              + "; a webhook or a mail may take its place");
      return;
    }
    channel.accept(integration);
    integration.finish();
  }

  private void reportTeam(Fields receiver, TeamDraft team, boolean isEmpty) {
    String becomes = "is the team '" + team.name() + "'";
    if (isEmpty) {
      team.tellsNobody();
      report.changed(
          receiver.path(),
          "notifies nobody, so it is no team. Alerts that go to it alone are muted at all times:"
              + " they are listed and inhibit others, and they open no incident");
    } else if (team.reachesNobody()) {
      report.left(
          receiver.path(),
          becomes + " without a contact. Add one: until then the fallback gets what goes there");
    } else {
      report.carried(receiver.path(), becomes);
    }
  }

  List<TeamDraft> teams() {
    return new ArrayList<>(teams.values());
  }

  ImportedProviders providers() {
    return providers;
  }
}
