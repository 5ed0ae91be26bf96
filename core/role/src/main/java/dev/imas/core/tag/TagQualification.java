package dev.imas.core.tag;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Qualification;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags new incidents: as the rules say that routed their alert, and where the pattern of a tag
 * fits. It reads once a second which tenants have patterns. So opening incidents of all others
 * costs no question, and a new pattern takes effect within about a second in every process.
 */
public final class TagQualification extends VerticleBase implements Qualification {

  private static final Logger log = LoggerFactory.getLogger(TagQualification.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final IncidentTagRepository repository = new IncidentTagRepository();
  private final TagPatterns patterns = new TagPatterns();
  private final WorkLoop loop;
  private volatile @Nullable Set<UUID> tenants;

  public TagQualification(Transactions transactions) {
    TagRepository tags = new TagRepository();
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(log, "The tenants whose tags have patterns cannot be read"),
            () ->
                transactions
                    .runUnbound(tags::patterned)
                    .map(
                        found -> {
                          tenants = found;
                          return Next.IDLE;
                        }));
  }

  @Override
  public Future<?> start() {
    loop.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop.stop(Duration.ZERO);
  }

  /** Looks at once, since a tag was made or changed here. */
  void changed() {
    loop.wake();
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
    return TagSteps.opened(
        change,
        names(change).stream().map(named::get).filter(Objects::nonNull).toList(),
        patterns.fitting(patterned, change.after(), services.get(change.after().serviceId())));
  }

  private boolean mayHaveSome(Optional<TenantId> tenant) {
    Set<UUID> known = tenants;
    return known == null || tenant.filter(one -> known.contains(one.value())).isPresent();
  }
}
