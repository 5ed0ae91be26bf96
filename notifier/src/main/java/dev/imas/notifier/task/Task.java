package dev.imas.notifier.task;

import dev.imas.core.model.TenantId;
import java.time.Instant;
import java.util.UUID;

/** Something that core asks for at a vendor, claimed under a lease. */
public interface Task {

  TenantId tenant();

  /** Also the key by which the vendor may recognise a repeat. */
  UUID id();

  /** What is asked for, for metrics: one of a few words. */
  String kind();

  /** 1 for the first; it also says whose the lease is. */
  int attempt();

  /** From when on the time counts after which it is given up. */
  Instant createdAt();
}
