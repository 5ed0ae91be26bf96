package dev.imas.core.figures;

import dev.imas.core.access.Permission;
import dev.imas.core.figures.Asking.Wanted;
import dev.imas.core.figures.Export.Format;
import dev.imas.core.figures.ExportRepository.Exported;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import java.util.List;
import java.util.Objects;

/** {@code /metrics/export}: the incidents that figures are counted from (INC-30). */
final class ExportRoutes {

  private static final int USUAL_DAYS = 30;

  private final Asking asking;
  private final ExportRepository incidents = new ExportRepository();
  private final FiguresRepository figures = new FiguresRepository();

  ExportRoutes(Asking asking) {
    this.asking = asking;
  }

  void mount(Api api) {
    api.get("/metrics/export", Permission.INCIDENT_READ, this::export);
  }

  /**
   * @param kept whether the incidents of the selection are all there
   */
  private record Begun(Selection of, Kept kept, List<String> fields, List<Exported> first) {}

  private Answer export(Call call) {
    Query query = call.query("period", "start_date", "end_date", "service", "team", "format");
    SpanQuery time = SpanQuery.read(query, USUAL_DAYS);
    Format format =
        Objects.requireNonNull(FiguresRoutes.choice(query, "format", Format.class, Format.JSON));
    // The first page before the answer begins, so that a failure is a problem with its status.
    Begun begun =
        asking
            .about(
                call,
                time,
                Wanted.owners(query),
                FiguresRoutes.ROWS,
                (tx, of) -> {
                  call.audit(
                      tx,
                      new Audit.Change(new Audit.Subject("metrics", null), "export", null, null));
                  return new Begun(
                      of,
                      Kept.of(of.span(), figures.removedBefore(tx, Kept.INCIDENTS)),
                      incidents.fields(tx),
                      incidents.page(tx, of, null));
                })
            .body();
    Span span = begun.of().span();
    Export.Head head =
        new Export.Head(
            span.from(),
            span.to(),
            span.zone().getId(),
            begun.kept().completeSince(),
            begun.kept().complete());
    Export export =
        new Export(
            format,
            head,
            begun.fields(),
            begun.first(),
            last -> asking.again(call, tx -> incidents.page(tx, begun.of(), last)));
    return Answer.ok(export)
        .with(
            "content-disposition",
            "attachment; filename=\"incidents-%s.%s\""
                .formatted(span.from().atZone(span.zone()).toLocalDate(), format.suffix()))
        .with("x-complete", Boolean.toString(head.complete()));
  }
}
