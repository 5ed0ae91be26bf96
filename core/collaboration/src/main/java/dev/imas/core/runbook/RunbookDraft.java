package dev.imas.core.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.procedure.Candidate;
import dev.imas.core.procedure.Placeholders;
import dev.imas.core.procedure.Target;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.runbook.RunbookContent.ExternalDoc;
import dev.imas.core.runbook.RunbookContent.QuickAction;
import dev.imas.core.runbook.RunbookContent.RunbookStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a runbook, whose form is right.
 *
 * @param slug null: it keeps the one it has, or gets one made of its service and name
 */
record RunbookDraft(
    String name,
    @Nullable String slug,
    @Nullable Reference service,
    @Nullable String alertPattern,
    List<Severity> severityFilter,
    String description,
    List<QuickAction> quickActions,
    List<ExternalDoc> externalDocs,
    List<RunbookStep> steps,
    boolean isActive) {

  static final int MOST_STEPS = 50;

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_URL = 2_000;
  private static final int MOST_LINKS = 20;
  private static final int LONGEST_MINUTES = 1_440;

  /** Of all its texts together: lists show whole runbooks. */
  private static final int LARGEST = 60_000;

  private static final Pattern LINE = Pattern.compile("\\P{Cntrl}+");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

  static RunbookDraft read(Body body) {
    body.only(
        "name",
        "slug",
        "service",
        "alert_pattern",
        "severity_filter",
        "description",
        "quick_actions",
        "external_docs",
        "steps",
        "is_active");
    String name = body.requiredText("name", LONGEST_NAME);
    if (!name.isEmpty() && !LINE.matcher(name).matches()) {
      body.fault("/name", "must be on one line, without control characters");
    }
    RunbookDraft draft =
        new RunbookDraft(
            name,
            slug(body),
            body.reference("service"),
            pattern(body),
            severities(body),
            body.text("description", LONGEST_TEXT, ""),
            actions(body),
            docs(body),
            steps(body),
            body.flag("is_active", true));
    checked(body, "/description", Target.TEXT, draft.description);
    if (draft.alertPattern != null && draft.isActive && draft.steps.isEmpty()) {
      body.fault("/steps", "is empty; a runbook that is attached by its pattern has a step");
    }
    if (Json.write(draft.steps).length() + Json.write(draft.quickActions).length() > LARGEST) {
      body.fault(
          "/steps",
          "and /quick_actions have more than "
              + LARGEST
              + " characters; link to longer texts by external_docs");
    }
    body.throwIfFaulty();
    return draft;
  }

  /** The same, with what only the database knows. */
  RunbookContent content(String madeSlug, @Nullable UUID serviceId) {
    return new RunbookContent(
        name,
        madeSlug,
        serviceId,
        alertPattern,
        severityFilter,
        description,
        quickActions,
        externalDocs,
        steps,
        isActive);
  }

  private static @Nullable String slug(Body body) {
    String slug = body.text("slug", Slug.LONGEST, "").strip();
    if (!slug.isEmpty() && !Slug.isOne(slug)) {
      body.fault("/slug", "must be words of a-z and 0-9 with single hyphens between them");
    }
    return slug.isEmpty() ? null : slug;
  }

  private static @Nullable String pattern(Body body) {
    String pattern = body.text("alert_pattern", Candidate.LONGEST_PATTERN, "");
    if (pattern.isBlank()) {
      return null;
    }
    try {
      Candidate.compile(pattern);
    } catch (InvalidRuleException e) {
      body.fault("/alert_pattern", "is no expression: " + e.getMessage());
    }
    return pattern;
  }

  private static List<Severity> severities(Body body) {
    Set<Severity> all = new HashSet<>();
    List<String> texts = body.texts("severity_filter", 10, 40);
    for (int i = 0; i < texts.size(); i++) {
      Severity severity = Severity.parse(texts.get(i)).orElse(null);
      if (severity == null) {
        body.fault(
            "/severity_filter/" + i,
            "'" + texts.get(i) + "' is not a severity; use SEV1 to SEV4 or P1 to P4");
      } else {
        all.add(severity);
      }
    }
    // All of them are no filter.
    return all.size() == Severity.values().length ? List.of() : all.stream().sorted().toList();
  }

  private static List<QuickAction> actions(Body body) {
    List<QuickAction> actions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Part part : parts(body, "quick_actions", MOST_LINKS, "quick actions")) {
      part.only("id", "label", "type", "url", "command", "confirmation_required");
      String id = required(part, "id", 40);
      if (!id.isEmpty() && !ID.matcher(id).matches()) {
        part.fault("id", "must be of a-z, 0-9, - and _, such as open-dashboard");
      }
      if (!ids.add(id)) {
        part.fault("id", "is there already; give each quick action its own");
      }
      String type = part.text("type", 20);
      boolean isLink = QuickAction.LINK.equals(type);
      if (!isLink && !QuickAction.COMMAND.equals(type)) {
        part.fault("type", "must be link or command");
      }
      String other = isLink ? "command" : "url";
      if (type != null && part.has(other)) {
        part.fault(other, "is not of a " + type + "; leave it out");
      }
      actions.add(
          new QuickAction(
              id,
              required(part, "label", 100),
              String.valueOf(type),
              isLink ? link(part, "url") : null,
              isLink ? null : command(part, "command", true),
              part.flag("confirmation_required", false)));
    }
    return actions;
  }

  private static List<ExternalDoc> docs(Body body) {
    return parts(body, "external_docs", MOST_LINKS, "documents").stream()
        .map(part -> part.only("title", "url"))
        .map(part -> new ExternalDoc(required(part, "title", 200), link(part, "url")))
        .toList();
  }

  private static List<RunbookStep> steps(Body body) {
    return parts(body, "steps", MOST_STEPS, "steps").stream()
        .map(
            part ->
                part.only(
                    "title",
                    "description",
                    "command",
                    "expected_duration_minutes",
                    "is_critical",
                    "requires_confirmation",
                    "rollback_instructions"))
        .map(
            part ->
                new RunbookStep(
                    checked(part, "title", Target.TEXT, required(part, "title", 200)),
                    text(part, "description", Target.TEXT),
                    command(part, "command", false),
                    part.whole("expected_duration_minutes", 1, LONGEST_MINUTES, 5),
                    part.flag("is_critical", false),
                    part.flag("requires_confirmation", false),
                    // People paste from it, so its values are quoted as those of a command.
                    text(part, "rollback_instructions", Target.COMMAND)))
        .toList();
  }

  private static @Nullable String text(Part part, String member, Target target) {
    String text = part.text(member, LONGEST_TEXT);
    return text == null ? null : checked(part, member, target, text);
  }

  private static @Nullable String command(Part part, String member, boolean isRequired) {
    if (isRequired && !part.has(member)) {
      part.fault(member, "is missing; write the command that people copy");
      return null;
    }
    return text(part, member, Target.COMMAND);
  }

  private static String link(Part part, String member) {
    return checked(part, member, Target.LINK, required(part, member, LONGEST_URL));
  }

  private static String required(Part part, String member, int longest) {
    if (!part.has(member)) {
      part.fault(member, "is missing; send a text of 1 to " + longest + " characters");
      return "";
    }
    String text = part.text(member, longest);
    return text == null ? "" : text;
  }

  private static String checked(Part part, String member, Target target, String text) {
    if (!text.isEmpty()) {
      Placeholders.faultIn(target, text).ifPresent(fault -> part.fault(member, fault));
    }
    return text;
  }

  private static void checked(Body body, String pointer, Target target, String text) {
    Placeholders.faultIn(target, text).ifPresent(fault -> body.fault(pointer, fault));
  }

  private static List<Part> parts(Body body, String member, int most, String what) {
    JsonNode list = body.present(member);
    List<Part> parts = new ArrayList<>();
    if (list == null) {
      return parts;
    }
    if (!list.isArray() || list.size() > most) {
      body.fault("/" + member, "must be a list of at most " + most + " " + what);
      return parts;
    }
    for (int i = 0; i < list.size(); i++) {
      Part part = Part.of(list.get(i), "/" + member + "/" + i, body::fault);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }
}
