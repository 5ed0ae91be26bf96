package dev.imas.core.regime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.regime.StageTemplate.IfOngoing;
import dev.imas.core.regime.TermLength.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The laws that IMAS knows. They are data: a file of this package, which comes with IMAS. */
public final class Regimes {

  private static final String FILE = "regimes.json";
  private static final Regimes SHIPPED = read();

  /** Of a scope that states hours and names no law. */
  public static final String OWN_HOURS = "own-hours";

  private final Map<String, Regime> byId = new LinkedHashMap<>();

  private Regimes(List<Regime> regimes) {
    regimes.forEach(regime -> byId.put(regime.id(), regime));
  }

  public static Regimes shipped() {
    return SHIPPED;
  }

  public List<Regime> all() {
    return List.copyOf(byId.values());
  }

  public List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  public Optional<Regime> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** What people call a law, also where it is hours of a scope. */
  public Optional<String> nameOf(String id) {
    return id.equals(OWN_HOURS) ? Optional.of("Legal deadline") : find(id).map(Regime::name);
  }

  /**
   * One report within some hours of awareness, as a scope states it without naming a law.
   *
   * @param hours which are the version, too, so that the same hours are the same version
   */
  public static RegimeVersion ownHours(int hours) {
    LocalDate always = LocalDate.EPOCH;
    return new RegimeVersion(
        hours,
        always,
        always,
        "legal_clock_hours of the impact scope",
        "",
        List.of(
            new StageTemplate(
                "report",
                "Report",
                List.of(new LegalTerm(Anchor.AWARENESS, null, new TermLength(hours, Unit.HOURS))),
                null,
                false,
                null,
                false)));
  }

  private static Regimes read() {
    try (InputStream in = Regimes.class.getResourceAsStream(FILE)) {
      List<Regime> regimes = new ArrayList<>();
      new ObjectMapper()
          .readTree(Objects.requireNonNull(in, FILE))
          .get("regimes")
          .forEach(regime -> regimes.add(regime(regime)));
      return new Regimes(regimes);
    } catch (IOException e) {
      throw new UncheckedIOException("the regimes cannot be read", e);
    }
  }

  private static Regime regime(JsonNode json) {
    List<RegimeVersion> versions = new ArrayList<>();
    json.get("versions").forEach(version -> versions.add(version(version)));
    return new Regime(text(json, "id"), text(json, "name"), text(json, "about"), versions);
  }

  private static RegimeVersion version(JsonNode json) {
    List<StageTemplate> stages = new ArrayList<>();
    json.get("stages").forEach(stage -> stages.add(stage(stage)));
    return new RegimeVersion(
        json.get("version").intValue(),
        LocalDate.parse(text(json, "applies_from")),
        LocalDate.parse(text(json, "as_of")),
        text(json, "source"),
        text(json, "source_url"),
        stages);
  }

  private static StageTemplate stage(JsonNode json) {
    JsonNode ongoing = json.get("if_ongoing");
    JsonNode late = json.get("late");
    return new StageTemplate(
        text(json, "id"),
        text(json, "name"),
        terms(json),
        late == null ? null : Anchor.named(late.textValue()),
        json.path("while_ongoing").booleanValue(),
        ongoing == null ? null : new IfOngoing(text(ongoing, "at"), terms(ongoing)),
        json.path("rolls").booleanValue());
  }

  private static List<LegalTerm> terms(JsonNode json) {
    List<LegalTerm> terms = new ArrayList<>();
    json.get("terms")
        .forEach(
            term ->
                terms.add(
                    new LegalTerm(Anchor.named(text(term, "anchor")), of(term), length(term))));
    return terms;
  }

  private static @Nullable String of(JsonNode term) {
    JsonNode of = term.get("of");
    return of == null ? null : of.textValue();
  }

  private static TermLength length(JsonNode term) {
    for (Unit unit : Unit.values()) {
      if (term.has(unit.wireName())) {
        return new TermLength(term.get(unit.wireName()).intValue(), unit);
      }
    }
    throw new IllegalStateException("a term has no length: " + term);
  }

  private static String text(JsonNode json, String name) {
    return Objects.requireNonNull(json.get(name), name).textValue();
  }
}
