package dev.imas.core.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.Secrets.Secret;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a receiver tells people, such as an item of {@code slack_configs}.
 *
 * @param kind such as slack
 * @param number its place in its list, from 1
 */
record Integration(
    String kind,
    int number,
    Fields fields,
    Fields global,
    TeamDraft team,
    ImportedProviders providers,
    Secrets secrets,
    ImportReport report) {

  /** Of these, silence would be taken for agreement, so they are told of one by one. */
  private static final Set<String> HTTP = Set.of("http_config", "tls_config");

  static boolean isTemplate(String text) {
    return text.contains("{{");
  }

  static ObjectNode config() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  /** What a secret of it is called. */
  String secretName(String member) {
    return team.receiver() + " " + kind + (number > 1 ? " " + number : "") + " " + member;
  }

  /** Its own, or the one for all receivers; null for neither. */
  @Nullable Secret secret(String member, String globalMember) {
    Secret own = secrets.of(fields, member, secretName(member));
    return own == null ? secrets.of(global, globalMember, globalMember) : own;
  }

  /** Its own, or the one for all receivers. */
  @Nullable String text(String member, String globalMember) {
    String own = fields.text(member);
    return own == null ? global.text(globalMember) : own;
  }

  /** A provider whose name is the address of its contacts. */
  void place(String channel, String type, Secret secret, String member, ObjectNode config) {
    config.set(member, secret.reference());
    String identity = secret.identity() + config;
    String name =
        providers.named(
            type, identity, team.name() + " " + kind + (number > 1 ? " " + number : ""), config);
    contact(channel, kind, text(name));
  }

  /** A provider of a channel whose contacts have addresses of their own. */
  void account(String type, String identity, ObjectNode config) {
    if (providers.isAnother(type, identity)) {
      report.changed(
          fields.path(),
          "IMAS tries the accounts of one channel by their priority, and not by contact; this one"
              + " comes after those before it");
    }
    providers.named(type, identity, type, config);
  }

  void contact(String channel, String name, JsonNode address) {
    team.contact(channel, name, address);
  }

  void carried(String says) {
    report.carried(fields.path(), says);
  }

  void changed(String says) {
    report.changed(fields.path(), says);
  }

  void left(String says) {
    report.left(fields.path(), says);
  }

  void left(String member, String says) {
    report.left(fields.path(member), says);
  }

  /** Reports what all of them have in common, and what was not asked for. */
  void finish() {
    if (!fields.flag("send_resolved", true)) {
      report.changed(
          fields.path("send_resolved"),
          "IMAS notifies of the end whoever was notified of the beginning");
    }
    for (String member : HTTP) {
      if (fields.has(member)) {
        left(member, "IMAS sends without proxies, certificates and headers of your own");
      }
    }
    List<String> words = fields.unreadNames();
    if (!words.isEmpty()) {
      left(
          words.stream().map(Fields::cut).collect(Collectors.joining(", "))
              + ": IMAS writes its own messages, with templates of its own");
    }
  }
}
