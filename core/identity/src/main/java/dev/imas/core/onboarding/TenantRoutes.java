package dev.imas.core.onboarding;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.model.MailAddress;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.onboarding.OnboardingRepository.Made;
import dev.imas.core.onboarding.OnboardingRepository.TenantView;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tenants}: administrators of the platform create tenants (TEN-08). One call and one
 * transaction makes all that a tenant needs for its first alert. They see no more of a tenant than
 * its name.
 */
public final class TenantRoutes {

  private static final Duration CODE_VALID = Duration.ofDays(7);
  private static final int LONGEST = 100;

  private record Wanted(String name, String source, String fallback) {}

  private final Transactions transactions;
  private final InstantSource clock;
  private final OnboardingRepository tenants = new OnboardingRepository();

  public TenantRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/tenants", Permission.TENANT_MANAGE, this::list);
    api.post("/tenants", Permission.TENANT_MANAGE, this::create);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    List<TenantView> found =
        transactions.call(call.tenant(), tx -> tenants.list(tx, paging.after(), paging).await());
    return Answer.page(found, paging, TenantView::name);
  }

  private Answer create(Call call) {
    Wanted wanted = read(call.body());
    Instant now = clock.instant();
    UUID id = UuidV7.at(now.toEpochMilli());
    Secret key = Credential.generate(Credential.SOURCE_KEY);
    Secret code = Credential.invitation(id);
    Instant until = now.plus(CODE_VALID);
    Made made =
        Constraints.explained(
            TenantRoutes::meaning,
            () ->
                transactions.call(
                    call.tenant(),
                    tx -> {
                      Made rows =
                          tenants
                              .create(
                                  tx,
                                  id,
                                  wanted.name,
                                  call.author(),
                                  now,
                                  wanted.source,
                                  Credential.hash(key.reveal()),
                                  Credential.hint(key),
                                  Credential.hash(code.reveal()),
                                  until,
                                  wanted.fallback)
                              .await();
                      // The tenant's own administrators see who made it, and so does the platform.
                      Audit.Change change =
                          Audit.Change.create(
                              new Audit.Subject("tenant", id), Map.of("name", wanted.name));
                      call.audit(tx, change);
                      transactions.enter(tx, TenantId.PLATFORM).await();
                      call.audit(tx, change);
                      return rows;
                    }));
    Map<String, Object> shownOnce = new LinkedHashMap<>();
    shownOnce.put("id", id);
    shownOnce.put("name", wanted.name);
    shownOnce.put("team", made.team());
    shownOnce.put("triage_service", made.service());
    shownOnce.put("source", made.source());
    shownOnce.put("source_key", key.reveal());
    shownOnce.put("admin_code", code.reveal());
    shownOnce.put("admin_code_expires_at", until);
    return new Answer(201, shownOnce, Map.of());
  }

  private static Wanted read(Body body) {
    body.only("name", "source", "fallback_address");
    String name = body.requiredText("name", LONGEST);
    String source = body.text("source", LONGEST, "first source").strip();
    if (source.isEmpty()) {
      body.fault("/source", "is blank; leave it out, or name the first source");
    }
    String fallback = body.requiredText("fallback_address", 255);
    if (!fallback.isEmpty() && !MailAddress.isPlain(fallback)) {
      body.fault("/fallback_address", "is not an address such as ops@example.org");
    }
    body.throwIfFaulty();
    return new Wanted(name, source, fallback);
  }

  private static @Nullable Fault meaning(String constraint) {
    return constraint.equals("tenant_name_key")
        ? Fault.conflict("a tenant with this name exists already; choose another name")
        : null;
  }
}
