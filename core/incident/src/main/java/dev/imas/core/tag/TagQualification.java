package dev.imas.core.tag;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Qualification;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.RememberedTenants;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tags new incidents: as the rules say that routed their alert, and where the pattern of a tag
 * fits. It reads once a second which tenants have patterns. So opening incidents of all others
 * costs no question, and a new pattern takes effect within about a second in every process.
 */
public final class TagQualification extends RememberedTenants implements Qualification {

  private final IncidentTagRepository repository = new IncidentTagRepository();
  private final TagPatterns patterns = new TagPatterns();

  public TagQualification() {
    super(new TagRepository()::patterned);
  }

  @Override
  public Future<List<IncidentChange>> qualify(Tx tx, List<IncidentChange> changes) {
    List<IncidentChange> opened = changes.stream().filter(IncidentChange::isNew).toList();
    if (opened.isEmpty()) {
      return Future.succeededFuture(changes);
    }
    Set<String> names = names(opened);
    boolean byPattern = mayHaveSome(tx.tenant());
    if (names.isEmpty() && !byPattern) {
      return Future.succeededFuture(changes);
    }
    Future<Map<String, Tag>> named =
        names.isEmpty() ? Future.succeededFuture(Map.of()) : named(tx, names, opened);
    Future<List<Tag>> patterned =
        byPattern ? repository.patterned(tx) : Future.succeededFuture(List.of());
    Future<Map<UUID, String>> services =
        byPattern
            ? repository.services(
                tx, opened.stream().map(c -> c.after().serviceId()).collect(Collectors.toSet()))
            : Future.succeededFuture(Map.of());
    return Future.join(named, patterned, services)
        .map(
            read ->
                changes.stream()
                    .map(
                        change ->
                            change.isNew()
                                ? tagged(
                                    change, named.result(), patterned.result(), services.result())
                                : change)
                    .toList());
  }

  private Future<Map<String, Tag>> named(Tx tx, Set<String> names, List<IncidentChange> opened) {
    return repository
        .make(tx, names, Tag.MOST_BY_RULES, opened.getFirst().after().clocks().updatedAt())
        .compose(made -> repository.named(tx, names));
  }

  /** Those that rules name, as far as a tag can be called that. */
  private static Set<String> names(List<IncidentChange> opened) {
    Set<String> names = new LinkedHashSet<>();
    opened.forEach(change -> names.addAll(names(change)));
    return names;
  }

  private static List<String> names(IncidentChange change) {
    OpeningAlert alert = change.openedBy();
    return alert == null
        ? List.of()
        : alert.tags().stream().map(TagQualification::cut).filter(TagDraft::isName).toList();
  }

  /** What a template gives of the texts of an alert may be too long for a name. */
  private static String cut(String name) {
    return name.length() <= Tag.LONGEST_NAME
        ? name
        : name.substring(0, Tag.LONGEST_NAME - 1).strip() + "…";
  }

  private IncidentChange tagged(
      IncidentChange change,
      Map<String, Tag> named,
      List<Tag> patterned,
      Map<UUID, String> services) {
    Incident opened = change.after();
    // What an umbrella says of itself is the same in every storm: it goes by what it holds.
    List<Tag> fitting =
        opened.origin() == Incident.Origin.STORM
            ? List.of()
            : patterns.fitting(patterned, opened, services.get(opened.serviceId()));
    return TagSteps.opened(
        change, names(change).stream().map(named::get).filter(Objects::nonNull).toList(), fitting);
  }

  private boolean mayHaveSome(Optional<TenantId> tenant) {
    return tenant.filter(one -> mayContain(one.value())).isPresent();
  }
}
