package dev.imas.gateway.commit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far the partitions of topics are read, as PostgreSQL knows. Thread-safe. */
public final class RecordOffsets {

  /**
   * One partition of a topic.
   *
   * @param topicId a topic that is created anew has another
   */
  public record Partition(UUID tenant, String cluster, UUID topicId, int number) {}

  /**
   * The right to commit what is read in a partition, until somebody else claims it.
   *
   * @param next the offset of the first record that was not committed
   * @param receivedAt of the last record before it; null where none is known
   */
  public record Claim(Partition partition, long epoch, long next, @Nullable Instant receivedAt) {}

  private static final String CLAIM =
      "SELECT epoch, next, received_at FROM claim_partition($1, $2, $3, $4, $5, $6, $7)";
  private static final String READ_UP =
      """
      SELECT partitions_read_up($1::timestamptz, $2::uuid[], $3::text[], $4::uuid[], $5::integer[], $6::bigint[])\
      """;
  private static final String ADVANCE =
      """
      SELECT advance_partition($1, $2, $3, $4, $5::bigint, $6::bigint, $7::bigint, NULL, $8::timestamptz)\
      """;

  private static final String READ_APART =
      "SELECT received_at FROM read_apart($1, $2, $3, $4::bigint, $5::bigint, $6)";
  private static final String CLAIM_APART =
      "SELECT tenant_id, epoch, next, received_at FROM claim_apart($1, $2, $3)";
  private static final String READ_TOGETHER =
      """
      SELECT read_together($1, $2, $3, $4::bigint, $5::bigint, $6::bigint, $7, $8::bigint, $9::bigint)\
      """;

  private final Pool pool;

  public RecordOffsets(Pool pool) {
    this.pool = pool;
  }

  /**
   * Claims a partition. Whoever had it before commits nothing more.
   *
   * @param first where it begins, in case it was never read
   */
  public Future<Claim> claim(Partition partition, UUID source, String topic, long first) {
    return pool.preparedQuery(CLAIM)
        .execute(
            Tuple.of(
                partition.tenant(),
                source,
                partition.cluster(),
                partition.topicId(),
                topic,
                partition.number(),
                first))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              OffsetDateTime received = row.getOffsetDateTime("received_at");
              return new Claim(
                  partition,
                  row.getLong("epoch"),
                  row.getLong("next"),
                  received == null ? null : received.toInstant());
            });
  }

  /** Goes on at another offset, without having read what is between. False: the claim is lost. */
  public Future<Boolean> skip(Claim claim, long from, long to, Instant now) {
    Partition partition = claim.partition();
    return pool.preparedQuery(ADVANCE)
        .execute(
            Tuple.of(
                partition.tenant(),
                partition.cluster(),
                partition.topicId(),
                partition.number(),
                claim.epoch(),
                from,
                to,
                OffsetDateTime.ofInstant(now, ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /**
   * From the offset {@code next} on, what is of this tenant is read under a claim of its own, and
   * no longer under this one. Empty: the claim is lost, and nothing has changed. When it fails, it
   * may have happened nevertheless.
   *
   * @param claim of all others
   */
  public Future<Optional<Claim>> readApart(Claim claim, long next, UUID tenant) {
    Partition from = claim.partition();
    return pool.preparedQuery(READ_APART)
        .execute(
            Tuple.of(from.cluster(), from.topicId(), from.number(), claim.epoch(), next, tenant))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              OffsetDateTime received = rows.iterator().next().getOffsetDateTime(0);
              return Optional.of(
                  new Claim(
                      new Partition(tenant, from.cluster(), from.topicId(), from.number()),
                      1,
                      next,
                      received == null ? null : received.toInstant()));
            });
  }

  /** Claims what is read apart of this partition, if anything is. To be called with its claim. */
  public Future<Optional<Claim>> claimApart(Partition of) {
    return pool.preparedQuery(CLAIM_APART)
        .execute(Tuple.of(of.cluster(), of.topicId(), of.number()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              OffsetDateTime received = row.getOffsetDateTime("received_at");
              return Optional.of(
                  new Claim(
                      new Partition(
                          row.getUUID("tenant_id"), of.cluster(), of.topicId(), of.number()),
                      row.getLong("epoch"),
                      row.getLong("next"),
                      received == null ? null : received.toInstant()));
            });
  }

  /**
   * What was read apart up to {@code next} is read with the others again, who are read up to {@code
   * to} with this. False: one of the claims is lost, and nothing has changed. When it fails, it may
   * have happened nevertheless.
   *
   * @param first up to which the others are committed
   * @param next up to which what is apart is committed
   */
  public Future<Boolean> readTogether(Claim claim, long first, long to, Claim apart, long next) {
    Partition of = claim.partition();
    Tuple arguments = Tuple.of(of.cluster(), of.topicId(), of.number(), claim.epoch(), first, to);
    arguments.addValue(apart.partition().tenant()).addValue(apart.epoch()).addValue(next);
    return pool.preparedQuery(READ_TOGETHER)
        .execute(arguments)
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Says that nothing is left to be read of these. */
  public Future<Void> readUp(List<Claim> claims, Instant now) {
    int n = claims.size();
    UUID[] tenant = new UUID[n];
    String[] cluster = new String[n];
    UUID[] topicId = new UUID[n];
    Integer[] number = new Integer[n];
    Long[] epoch = new Long[n];
    for (int i = 0; i < n; i++) {
      Claim claim = claims.get(i);
      tenant[i] = claim.partition().tenant();
      cluster[i] = claim.partition().cluster();
      topicId[i] = claim.partition().topicId();
      number[i] = claim.partition().number();
      epoch[i] = claim.epoch();
    }
    return pool.preparedQuery(READ_UP)
        .execute(
            Tuple.from(
                List.of(
                    OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
                    tenant,
                    cluster,
                    topicId,
                    number,
                    epoch)))
        .mapEmpty();
  }
}
