package dev.imas.core.wording;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that a template can name.
 *
 * @param members of a list, the names that hold inside its section
 * @param ofMails whether only the bodies of mails have it
 */
public record Variable(
    String name, Type type, String about, List<String> members, boolean ofMails) {

  /** What it is. */
  public enum Type {
    /** Empty counts as false in a section. */
    TEXT,
    FLAG,
    LIST;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Variable {
    members = List.copyOf(members);
  }

  /** All, in the order in which they are listed. */
  public static final List<Variable> ALL = all();

  /** Of the place in a list. */
  private static final Set<String> PLACES = Set.of("-first", "-last", "-index");

  private static List<Variable> all() {
    List<Variable> all = new ArrayList<>();
    all.add(text("title", "What is wrong, with the alert's name where the text lacks it."));
    all.add(text("incident_title", "The same without the alert's name."));
    all.add(text("alert_name", "The name of the alert that opened it."));
    all.add(text("reference", "The incident's number, such as `INC-7F3K`."));
    all.add(text("severity", "`SEV1` to `SEV4`."));
    all.add(text("emoji", "The symbol of the severity; of what is over, a tick."));
    all.add(text("color", "The colour of the symbol, such as `#c62828`."));
    all.add(text("status", "`TRIGGERED`, `ACKNOWLEDGED`, `MITIGATED` or `RESOLVED`."));
    all.add(text("status_text", "The same in the language of the message."));
    all.add(text("event", "What happened, such as `severity changed`."));
    all.add(text("happened", "The same, where the status does not say it already."));
    all.add(text("message", "One line about what happened."));
    all.add(text("description", "The incident's description."));
    all.add(text("note", "Why this receiver gets a page that was meant for others."));
    all.add(text("folded", "Earlier messages that were not sent separately."));
    all.add(text("service", "The service's name."));
    all.add(text("tier", "The service's tier."));
    all.add(text("team", "The owning team."));
    all.add(text("tenant", "The tenant's name."));
    all.add(text("author", "Who or what did it."));
    all.add(text("started", "When the incident was opened, in the zone of the reader."));
    all.add(text("occurred", "When this happened, in the zone of the reader."));
    all.add(text("scope", "How many of its alerts fire, where there is more than one."));
    all.add(text("alerts", "The same, or the number of alerts."));
    all.add(text("alert_count", "The number of alerts."));
    all.add(text("firing_count", "How many of them fire."));
    all.add(text("labels", "The alert's labels as one text."));
    all.add(
        text("link", "The one link of a short message: by which the receiver acts, if it can."));
    all.add(text("incident_url", "Where people find the incident."));
    all.add(text("runbook_url", "The runbook of the alert, else of the service."));
    all.add(text("monitoring_url", "The alert in the monitoring tool."));
    all.add(text("reply_url", "By which a person acknowledges or resolves; empty for others."));
    all.add(text("reply_label", "What that link is for, such as `Acknowledge`."));
    all.add(text("code", "The code that verifies a contact; empty in other messages."));
    all.add(flag("is_call", "Whether it calls people, rather than telling what happened since."));
    all.add(flag("is_test", "Whether it is the test of a contact or provider."));
    all.add(flag("is_triggered", "Whether nobody works on it yet."));
    all.add(flag("is_acknowledged", "Whether somebody works on it."));
    all.add(flag("is_mitigated", "Whether the harm has ended."));
    all.add(flag("is_resolved", "Whether it is over."));
    all.add(list("label_list", "The alert's labels.", "name", "value"));
    all.add(new Variable("headline", Type.TEXT, "The title, rendered.", List.of(), true));
    all.add(new Variable("summary", Type.TEXT, "The text, rendered.", List.of(), true));
    all.add(
        new Variable(
            "facts",
            Type.LIST,
            "The facts, rendered; `url` is there if the value is an address of a page.",
            List.of("label", "value", "url"),
            true));
    return List.copyOf(all);
  }

  private static Variable text(String name, String about) {
    return new Variable(name, Type.TEXT, about, List.of(), false);
  }

  private static Variable flag(String name, String about) {
    return new Variable(name, Type.FLAG, about, List.of(), false);
  }

  private static Variable list(String name, String about, String... members) {
    return new Variable(name, Type.LIST, about, List.of(members), false);
  }

  static Set<String> namesOf(Form form) {
    return Stream.concat(
            PLACES.stream(),
            ALL.stream()
                .filter(v -> form.isMail() || !v.ofMails)
                .flatMap(v -> Stream.concat(Stream.of(v.name), v.members.stream())))
        .collect(Collectors.toUnmodifiableSet());
  }
}
