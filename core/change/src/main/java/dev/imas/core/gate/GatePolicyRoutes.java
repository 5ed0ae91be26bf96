package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.gate.GatePolicy.Fallback;
import dev.imas.core.gate.GatePolicyRepository.Stored;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import org.jspecify.annotations.Nullable;

/** {@code /gate/policy}: what blocks a production deployment, besides what always does. */
final class GatePolicyRoutes {

  /** As the API has it. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shown(
      boolean blocksOpenSev2,
      boolean blocksInProgress,
      boolean blocksNobodyOnCall,
      int productionApprovals,
      int stagingApprovals,
      @Nullable Fallback whenUnavailable,
      int version)
      implements Versioned {

    static Shown of(Stored stored) {
      GatePolicy policy = stored.policy();
      return new Shown(
          policy.blocksOpenSev2(),
          policy.blocksInProgress(),
          policy.blocksNobodyOnCall(),
          policy.productionApprovals(),
          policy.stagingApprovals(),
          policy.whenUnavailable(),
          stored.version());
    }
  }

  private final SingleRoutes<Shown, GatePolicy> routes;

  GatePolicyRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new Policy());
  }

  void mount(Api api) {
    routes.mount(api, "/gate/policy", Permission.CALENDAR_READ, Permission.FREEZE_MANAGE);
  }

  /** The same as a document. */
  DocumentsOfKind documents() {
    return new SettingsDocuments(
        Kind.GATE_POLICY,
        Members.of()
            .otherwise("blocks_open_sev2", Members.ANY, false)
            .otherwise("blocks_in_progress", Members.ANY, false)
            .otherwise("blocks_nobody_on_call", Members.ANY, false)
            .otherwise("production_approvals", Members.ANY, 1)
            .otherwise("staging_approvals", Members.ANY, 0)
            .member("when_unavailable", Members.ANY)
            .made(),
        routes);
  }

  private static final class Policy implements SingleResource<Shown, GatePolicy> {

    private final GatePolicyRepository repository = new GatePolicyRepository();

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("gate_policy", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(repository.read(tx));
    }

    @Override
    public GatePolicy read(Body body) {
      return GatePolicy.read(body);
    }

    @Override
    public boolean replace(Tx tx, GatePolicy wanted, int version) {
      return repository.replace(tx, wanted, version);
    }
  }
}
