package dev.imas.core.webhook;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ChannelOfferRepository;
import dev.imas.core.catalog.ContactCheck;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Destination;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.WebhookRepository.Writing;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /webhooks/outgoing}: subscriptions to events. A secret is told once, by the answer to who
 * leaves it out when subscribing, and never again.
 */
public final class WebhookRoutes {

  static final String PATH = "/webhooks/outgoing";

  /** Of a tenant: each event is written once for each that wants it. */
  static final int MOST = 20;

  private static final String SECRET = "imas_whs_";

  private final Transactions transactions;
  private final SecretBox secrets;
  private final InstantSource clock;
  private final ChannelKinds channels;
  private final SubscribedTenants subscribed;
  private final ContactCheck check;
  private final WebhookRepository webhooks = new WebhookRepository();
  private final ChannelOfferRepository offers = new ChannelOfferRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ServiceRepository services = new ServiceRepository();

  public WebhookRoutes(
      Transactions transactions,
      SecretBox secrets,
      InstantSource clock,
      ChannelKinds channels,
      SubscribedTenants subscribed) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.channels = channels;
    this.subscribed = subscribed;
    this.check = new ContactCheck(channels);
  }

  public void mount(Api api) {
    new ResourceRoutes<WebhookView, Body>(transactions, clock, Webhooks::new)
        .mount(
            api,
            PATH,
            PATH + "/register",
            Permissions.of(Permission.EVENT_WEBHOOK_READ, Permission.EVENT_WEBHOOK_MANAGE));
  }

  /** The subscriptions, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Webhooks(call);
  }

  private final class Webhooks implements Resource<WebhookView, Body> {

    private final Call call;

    Webhooks(Call call) {
      this.call = call;
    }

    @Override
    public Function<Tx, List<WebhookView>> list(Query query, ListRange paging) {
      return tx -> webhooks.list(tx, paging).await();
    }

    @Override
    public Object key(WebhookView webhook) {
      return webhook.name();
    }

    @Override
    public WebhookView shown(WebhookView webhook) {
      return call.may(Permission.EVENT_WEBHOOK_MANAGE) ? webhook : webhook.withoutSecrets(channels);
    }

    @Override
    public Body read(Body body) {
      return body;
    }

    @Override
    public WebhookView existing(Tx tx, Reference webhook) {
      return read(tx, webhooks.existingId(tx, webhook).await());
    }

    @Override
    public WebhookView insert(Tx tx, UUID id, Body body) {
      int count = webhooks.lockAndCount(tx).await();
      if (count >= MOST) {
        throw Fault.of(
            Fault.Kind.INVALID,
            "there are " + count + " event webhooks; at most " + MOST + " are allowed: remove one");
      }
      WebhookDraft draft = draft(tx, body);
      Secret secret =
          draft.secret() == null ? Credential.generate(SECRET) : new Secret(draft.secret());
      webhooks.insert(tx, id, writing(draft, secret)).await();
      tx.afterCommit(subscribed::changed);
      return read(tx, id)
          .telling(draft.secret() == null ? secret.reveal() : null, draft.warnings());
    }

    @Override
    public Audit.Subject subject(WebhookView webhook) {
      return new Audit.Subject("event_webhook", webhook.id());
    }

    @Override
    public Object audited(WebhookView webhook) {
      return webhook.withoutSecrets(channels);
    }

    @Override
    public String location(WebhookView made) {
      return PATH + "/" + made.id();
    }

    @Override
    public @Nullable WebhookView update(Tx tx, WebhookView before, Body body, int version) {
      WebhookDraft draft = draft(tx, body);
      if (draft.secret() == null && !Destination.isSame(before.url(), draft.url())) {
        throw Fault.invalid("/secret", "/secret " + Destination.ASKED_AGAIN);
      }
      Secret secret = draft.secret() == null ? null : new Secret(draft.secret());
      if (!webhooks.update(tx, before.id(), writing(draft, secret), version).await()) {
        return null;
      }
      if (!draft.isActive()) {
        webhooks.cancel(tx, before.id(), "the event webhook was switched off").await();
      }
      tx.afterCommit(subscribed::changed);
      return read(tx, before.id()).telling(null, draft.warnings());
    }

    @Override
    public void delete(Tx tx, WebhookView there) {
      webhooks.delete(tx, there.id()).await();
      tx.afterCommit(subscribed::changed);
    }

    private WebhookDraft draft(Tx tx, Body body) {
      return WebhookDraft.read(
          body,
          check,
          offers.current(tx).await(),
          team -> teams.findId(tx, team).await(),
          service -> services.findId(tx, service).await());
    }

    private Writing writing(WebhookDraft draft, @Nullable Secret secret) {
      return new Writing(
          draft.name(),
          draft.url(),
          secret == null ? null : secrets.seal(secret.reveal(), call.tenant()),
          secret == null ? null : Credential.hint(secret),
          draft.events(),
          draft.severities(),
          draft.teams(),
          draft.services(),
          draft.isActive());
    }

    private WebhookView read(Tx tx, UUID id) {
      return webhooks
          .find(tx, id)
          .await()
          .orElseThrow(() -> Fault.notFound("there is no event webhook " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("event_webhook_name")
          ? Fault.conflict("an event webhook with this name exists already; choose another name")
          : null;
    }
  }
}
