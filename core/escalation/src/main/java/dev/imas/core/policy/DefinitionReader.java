package dev.imas.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationStep.Condition;
import dev.imas.core.escalation.EscalationStep.Hours;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.http.Part;
import dev.imas.core.http.Reference;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.MailAddress;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Window;
import dev.imas.core.policy.PolicyNames.Kind;
import dev.imas.core.policy.PolicyNames.Named;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.schedule.HoursJson;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the definition of a policy, of a request as well as of a stored version. Each fault has a
 * pointer to its place.
 */
final class DefinitionReader {

  static final String[] MEMBERS = {
    "name",
    "team",
    "severities",
    "labels",
    "is_default",
    "rounds",
    "repeat_after",
    "resume_after",
    "steps"
  };

  static final Duration LONGEST = Duration.ofHours(24);

  private static final int USUAL_ROUNDS = 3;
  private static final Duration USUAL_REPEAT = Duration.ofMinutes(30);
  private static final int MOST_TARGETS = 20;
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_NAME = 200;
  private static final String DURATION =
      "a duration of whole seconds, at most 24 hours, such as PT5M or PT90S";
  private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  private final BiConsumer<String, String> faults;
  private final PolicyNames names;
  private boolean isFaulty;

  DefinitionReader(BiConsumer<String, String> faults, PolicyNames names) {
    this.faults =
        (at, detail) -> {
          this.isFaulty = true;
          faults.accept(at, detail);
        };
    this.names = names;
  }

  /** Reads what is stored, whose people and teams are ids. */
  static EscalationPolicy stored(JsonNode definition, UUID id, int version) {
    return new DefinitionReader(
            (at, detail) -> {
              throw new IllegalStateException(
                  "version " + version + " of policy " + id + ": " + at + " " + detail);
            },
            PolicyNames.STORED)
        .read(definition, id, version)
        .orElseThrow();
  }

  /** Empty if there are faults. */
  Optional<EscalationPolicy> read(JsonNode definition, UUID id, int version) {
    Part part = Part.of(definition, "", faults);
    if (part == null) {
      return Optional.empty();
    }
    String name = required(part, "name", part.text("name", LONGEST_NAME));
    Optional<UUID> team = named(part, "team", Kind.TEAM);
    Set<Severity> severities = severities(part);
    List<Matcher> labels = labels(part);
    boolean isDefault = part.flag("is_default", false);
    int rounds = part.whole("rounds", 1, EscalationPolicy.MOST_ROUNDS, USUAL_ROUNDS);
    Duration repeat = duration(part, "repeat_after", USUAL_REPEAT);
    Optional<Duration> resume = resumeAfter(part);
    List<EscalationStep> steps = new ArrayList<>();
    for (Part step : part.parts("steps", 1, EscalationPolicy.MOST_STEPS, "steps")) {
      steps.add(step(step));
    }
    if (isFaulty || name == null) {
      return Optional.empty();
    }
    return Optional.of(
        new EscalationPolicy(
            id, version, name, team, severities, labels, isDefault, rounds, repeat, resume, steps));
  }

  private Optional<Duration> resumeAfter(Part part) {
    if (!part.has("resume_after")) {
      return Optional.empty();
    }
    Duration resume = duration(part, "resume_after", LONGEST);
    if (resume.compareTo(Duration.ofMinutes(1)) < 0) {
      part.fault("resume_after", "must be a minute at least; leave it out for never");
    }
    return Optional.of(resume);
  }

  private EscalationStep step(Part part) {
    part.only("after", "notify", "channels", "when");
    List<EscalationTarget> targets = new ArrayList<>();
    for (Part target : part.parts("notify", 1, MOST_TARGETS, "whom it notifies")) {
      target(target).ifPresent(targets::add);
    }
    List<String> channels =
        part.values(
            "channels", 20, "kinds of channels", "a kind of channel such as sms", this::channel);
    Part when = part.part("when");
    return new EscalationStep(
        duration(part, "after", Duration.ZERO),
        targets,
        Set.copyOf(channels),
        when == null ? Condition.ALWAYS : condition(when));
  }

  /** {@code phone} is the word of ONC-09 for calls. */
  private String channel(String text) {
    if (!CHANNEL.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("phone") ? ChannelKind.VOICE : text;
  }

  private Optional<EscalationTarget> target(Part part) {
    String type = required(part, "type", part.text("type", 40));
    if (type == null) {
      return Optional.empty();
    }
    return switch (type) {
      case "oncall" -> {
        part.only("type", "team", "level");
        int level = part.whole("level", 1, Layer.MOST_LEVELS, 0);
        yield Optional.of(
            new EscalationTarget.OnCall(
                named(part, "team", Kind.TEAM),
                level == 0 ? OptionalInt.empty() : OptionalInt.of(level)));
      }
      case "schedule" -> {
        part.only("type", "schedule", "round_robin");
        boolean roundRobin = part.flag("round_robin", false);
        yield must(part, "schedule", Kind.SCHEDULE)
            .map(id -> new EscalationTarget.OfSchedule(id, roundRobin));
      }
      case "user" -> {
        part.only("type", "user");
        yield must(part, "user", Kind.USER).map(EscalationTarget.User::new);
      }
      case "team" -> Optional.of(new EscalationTarget.Team(team(part)));
      case "leads" -> Optional.of(new EscalationTarget.Leads(team(part)));
      case "manager" -> Optional.of(new EscalationTarget.Manager(team(part)));
      case "last_resort" -> {
        part.only("type");
        yield Optional.of(new EscalationTarget.LastResort());
      }
      case "team_channels" -> Optional.of(new EscalationTarget.TeamChannels(team(part)));
      case "channel" -> {
        part.only("type", "contact", "name"); // the name is only shown
        yield must(part, "contact", Kind.CONTACT).map(EscalationTarget.Channel::new);
      }
      case "scope" -> {
        part.only("type", "scope");
        yield Optional.of(new EscalationTarget.Scope(named(part, "scope", Kind.SCOPE)));
      }
      case "email" -> {
        part.only("type", "email");
        String email =
            required(
                part,
                "email",
                part.value("email", "an e-mail address such as a@example.org", this::email));
        yield Optional.ofNullable(email).map(EscalationTarget.Address::new);
      }
      default -> {
        part.fault(
            "type",
            "must be one of oncall, schedule, user, team, leads, manager, last_resort,"
                + " team_channels, channel, scope, email");
        yield Optional.empty();
      }
    };
  }

  private Optional<UUID> team(Part part) {
    part.only("type", "team");
    return named(part, "team", Kind.TEAM);
  }

  private String email(String text) {
    String stripped = text.strip();
    if (!MailAddress.isPlain(stripped)) {
      throw new IllegalArgumentException(text);
    }
    return stripped;
  }

  private Condition condition(Part part) {
    part.only("severities", "hours", "labels");
    Part hours = part.part("hours");
    return new Condition(
        severities(part), hours == null ? Optional.empty() : hours(hours), labels(part));
  }

  private Optional<Hours> hours(Part part) {
    part.only("time_zone", "windows");
    ZoneId zone =
        required(
            part,
            "time_zone",
            part.value("time_zone", "a time zone such as Europe/Paris", ZoneId::of));
    List<Window> windows = HoursJson.read(part, "windows", 1);
    return zone == null ? Optional.empty() : Optional.of(new Hours(zone, windows));
  }

  private List<Matcher> labels(Part part) {
    List<Matcher> labels = new ArrayList<>();
    List<JsonNode> list = part.list("labels", 0, MOST_LABELS, "matchers such as env=\"prod\"");
    for (int i = 0; i < list.size(); i++) {
      String text = list.get(i).textValue();
      try {
        labels.add(Matcher.parse(text == null ? "" : text));
      } catch (InvalidRuleException e) {
        part.fault("labels/" + i, "is no matcher such as env=\"prod\": " + e.getMessage());
      }
    }
    return labels;
  }

  private Set<Severity> severities(Part part) {
    return new HashSet<>(
        part.values(
            "severities",
            8,
            "severities",
            "a severity: SEV1 to SEV4 or P1 to P4",
            text -> Severity.parse(text).orElseThrow(IllegalArgumentException::new)));
  }

  private static Duration duration(Part part, String member, Duration otherwise) {
    Duration duration =
        part.value(
            member,
            DURATION,
            text -> {
              Duration parsed = Duration.parse(text);
              if (parsed.isNegative() || parsed.getNano() > 0 || parsed.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(text);
              }
              return parsed;
            });
    return duration == null ? otherwise : duration;
  }

  private Optional<UUID> must(Part part, String member, Kind kind) {
    if (!part.has(member)) {
      part.fault(member, "is missing; give the id or the name of a " + kind.word());
    }
    return named(part, member, kind);
  }

  private Optional<UUID> named(Part part, String member, Kind kind) {
    String text = part.text(member, LONGEST_NAME);
    if (text == null) {
      return Optional.empty();
    }
    Optional<UUID> id = names.find(new Named(kind, Reference.of(text)));
    if (id.isEmpty()) {
      part.fault(member, "names " + text + ", which " + kind.missing());
    }
    return id;
  }

  private static <T> @Nullable T required(Part part, String member, @Nullable T value) {
    if (!part.has(member)) {
      part.fault(member, "is missing");
    }
    return value;
  }
}
