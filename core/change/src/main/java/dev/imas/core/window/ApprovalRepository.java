package dev.imas.core.window;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.ApprovalRequest.State;
import dev.imas.core.window.ApprovalRequest.Vote;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes requests for approval, their votes, and who may not vote. The window is locked
 * by whoever writes. It awaits, on a virtual thread.
 */
final class ApprovalRepository {

  /** A window that was changed more often is shown with its latest requests. */
  private static final int MOST_REQUESTS = 20;

  private static final String REQUESTS =
      """
      SELECT id, digest, quorum, valid_from, valid_until, submitted_by, submitter_id, submitted_at, state, decided_at
        FROM approval_request WHERE event_id = $1 ORDER BY id DESC LIMIT $2\
      """;

  private static final String VOTES =
      "SELECT request_id, user_id, name, approves, comment, at FROM approval_vote"
          + " WHERE request_id = ANY ($1) ORDER BY at, user_id";

  /** The latest first, with their votes. */
  List<ApprovalRequest> requests(Tx tx, UUID window) {
    List<ApprovalRequest> requests = new ArrayList<>();
    for (Row row :
        tx.connection().preparedQuery(REQUESTS).execute(tuple(window, MOST_REQUESTS)).await()) {
      requests.add(
          new ApprovalRequest(
              row.getUUID("id"),
              DeploymentWindowRepository.hex(row.getBuffer("digest")),
              row.getInteger("quorum"),
              instant(row, "valid_from"),
              instant(row, "valid_until"),
              row.getString("submitted_by"),
              row.getUUID("submitter_id"),
              instant(row, "submitted_at"),
              State.of(row.getInteger("state")),
              instantOrNull(row, "decided_at"),
              List.of()));
    }
    UUID[] ids = requests.stream().map(ApprovalRequest::id).toArray(UUID[]::new);
    Map<UUID, List<Vote>> votes = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(VOTES).execute(tuple((Object) ids)).await()) {
      votes
          .computeIfAbsent(row.getUUID("request_id"), any -> new ArrayList<>())
          .add(
              new Vote(
                  row.getUUID("user_id"),
                  row.getString("name"),
                  row.getBoolean("approves"),
                  row.getString("comment"),
                  instant(row, "at")));
    }
    return requests.stream().map(one -> one.with(votes.getOrDefault(one.id(), List.of()))).toList();
  }

  private static final String SUBMIT =
      """
      INSERT INTO approval_request (tenant_id, id, event_id, digest, quorum, valid_from, valid_until, submitted_by, submitter_id,
                                    submitted_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)\
      """;

  void submit(
      Tx tx, UUID id, DeploymentWindow window, String by, @Nullable UUID submitter, Instant now) {
    tx.connection()
        .preparedQuery(SUBMIT)
        .execute(
            tuple(
                id,
                window.id(),
                Buffer.buffer(HexFormat.of().parseHex(window.digest())),
                (short) window.quorum(),
                time(window.from()),
                time(window.until()),
                by,
                submitter,
                time(now)))
        .await();
  }

  private static final String DECIDE =
      "UPDATE approval_request SET state = $2, decided_at = $3 WHERE id = $1";

  void decide(Tx tx, UUID request, State state, Instant now) {
    tx.connection()
        .preparedQuery(DECIDE)
        .execute(tuple(request, (short) state.number(), time(now)))
        .await();
  }

  private static final String KNOWN =
      "SELECT known_conflicts FROM approval_request WHERE id = $1 AND judged_at IS NOT NULL";

  /** What kept its window from starting when it was last looked at; empty: nobody looked. */
  Optional<Set<String>> knownConflicts(Tx tx, UUID request) {
    return tx.connection().preparedQuery(KNOWN).execute(tuple(request)).await().stream()
        .findFirst()
        .map(row -> Set.of(row.getArrayOfStrings("known_conflicts")));
  }

  private static final String JUDGED =
      "UPDATE approval_request SET known_conflicts = $2, judged_at = $3 WHERE id = $1";

  void judged(Tx tx, UUID request, Set<String> conflicts, Instant now) {
    tx.connection()
        .preparedQuery(JUDGED)
        .execute(tuple(request, conflicts.stream().sorted().toArray(String[]::new), time(now)))
        .await();
  }

  private static final String EXTEND =
      "UPDATE approval_request SET valid_until = $2 WHERE id = $1 AND valid_until < $2";

  void extend(Tx tx, UUID request, Instant until) {
    tx.connection().preparedQuery(EXTEND).execute(tuple(request, time(until))).await();
  }

  private static final String VOTE =
      """
      INSERT INTO approval_vote (tenant_id, request_id, user_id, name, approves, comment, at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING\
      """;

  /** Whether the person had not voted before. */
  boolean vote(Tx tx, UUID request, Vote vote) {
    return tx.connection()
            .preparedQuery(VOTE)
            .execute(
                tuple(
                    request,
                    vote.user(),
                    vote.by(),
                    vote.approves(),
                    vote.comment(),
                    time(vote.at())))
            .await()
            .rowCount()
        == 1;
  }

  private static final String COUNT =
      "SELECT count(*)::int FROM approval_vote WHERE request_id = $1 AND approves";

  int approvals(Tx tx, UUID request) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(tuple(request))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  private static final String ADD_EDITOR =
      "INSERT INTO window_editor (tenant_id, event_id, user_id) VALUES (current_tenant(), $1, $2)"
          + " ON CONFLICT DO NOTHING";

  void addEditor(Tx tx, UUID window, UUID user) {
    tx.connection().preparedQuery(ADD_EDITOR).execute(tuple(window, user)).await();
  }

  private static final String IS_EDITOR =
      "SELECT user_id AS id FROM window_editor WHERE event_id = $1 AND user_id = $2";

  boolean isEditor(Tx tx, UUID window, UUID user) {
    return tx.connection()
        .preparedQuery(IS_EDITOR)
        .execute(tuple(window, user))
        .map(Rows::firstId)
        .await()
        .isPresent();
  }

  record Approver(UUID id, String username) {}

  private static final String APPROVERS =
      """
      SELECT u.id, u.username FROM user_account u
       WHERE u.is_active AND u.deleted_at IS NULL AND u.id IS DISTINCT FROM $2
         AND NOT EXISTS (SELECT FROM window_editor e WHERE e.tenant_id = u.tenant_id AND e.event_id = $1 AND e.user_id = u.id)
         AND (u.role = 'tenant_admin'
              OR EXISTS (SELECT FROM access_grant g
                          WHERE g.tenant_id = u.tenant_id AND g.user_id = u.id AND g.permission = 'deployment.approve'
                            AND g.ended_at IS NULL AND g.starts_at <= $3 AND (g.ends_at IS NULL OR g.ends_at > $3))
                 AND NOT EXISTS (
                   SELECT FROM window_service l
                     JOIN service s ON s.tenant_id = l.tenant_id AND s.id = l.service_id
                    WHERE l.event_id = $1
                      AND NOT EXISTS (SELECT FROM access_grant g
                                       WHERE g.tenant_id = u.tenant_id AND g.user_id = u.id AND g.permission = 'deployment.approve'
                                         AND (g.team_id IS NULL OR g.team_id = s.owner_team_id)
                                         AND g.ended_at IS NULL AND g.starts_at <= $3 AND (g.ends_at IS NULL OR g.ends_at > $3))))
       ORDER BY lower(u.username)\
      """;

  /** Their names, while it waits for an approval; empty otherwise. */
  List<String> approvers(Tx tx, DeploymentWindow window, Instant now) {
    if (window.status() != WindowStatus.PLANNED || window.approval().lets()) {
      return List.of();
    }
    ApprovalRequest request = window.request();
    boolean isAsked = request != null && window.approval() == ApprovalState.SUBMITTED;
    UUID submitter = isAsked ? Objects.requireNonNull(request).submitterId() : null;
    return approvers(tx, window.id(), submitter, now).stream().map(Approver::username).toList();
  }

  /** Who may vote: with the right for each of its services, and nobody who wrote it. */
  List<Approver> approvers(Tx tx, UUID window, @Nullable UUID submitter, Instant now) {
    List<Approver> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(APPROVERS)
        .execute(tuple(window, submitter, time(now)))
        .await()
        .forEach(row -> found.add(new Approver(row.getUUID("id"), row.getString("username"))));
    return found;
  }
}
