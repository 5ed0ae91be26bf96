package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.Missing;
import dev.imas.core.work.Overtaken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Gives open incidents to another service, each in a transaction of its own and as a correction of
 * one does: the new team is paged, and its escalation begins. Only on a virtual thread.
 */
public final class Reassignment {

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentAccess access;
  private final Corrections corrections;

  /**
   * @param qualification what else is said of changed incidents
   */
  public Reassignment(
      Transactions transactions,
      IncidentRepository incidents,
      ServiceRepository services,
      IncidentWriter writer,
      Qualification qualification,
      OnCallLookup onCall,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.commands =
        new IncidentCommands(transactions, incidents, writer, qualification, missing, clock);
    this.access = new IncidentAccess(services, onCall);
    this.corrections = new Corrections(services);
  }

  /**
   * What became of them.
   *
   * @param moved the short ids of those that belong to the service now
   * @param refused the short ids of those that the caller may not change, or that somebody else
   *     changed at the same moment
   */
  public record Moved(List<String> moved, List<String> refused) {

    public Moved {
      moved = List.copyOf(moved);
      refused = List.copyOf(refused);
    }
  }

  /**
   * @param from the service that they must still belong to; the others are left as they are
   * @param to a service in use
   */
  public Moved move(Call call, List<UUID> incidents, UUID from, UUID to) {
    IncidentEdit edit = new IncidentEdit(null, null, null, to.toString(), null);
    List<String> moved = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (UUID id : incidents) {
      List<String> shown = new ArrayList<>();
      try {
        transactions.call(
            call.tenant(),
            tx -> {
              Incident before = commands.lock(tx, id.toString()).await();
              shown.clear();
              if (!before.status().isOpen() || !before.serviceId().equals(from)) {
                return before;
              }
              shown.add(before.shortId());
              access.require(tx, call, Permission.INCIDENT_EDIT, before, commands.now()).await();
              commands
                  .save(
                      tx,
                      corrections.of(tx, before, edit, Author.of(call.principal()), commands.now()))
                  .await();
              return before;
            });
        moved.addAll(shown);
      } catch (Overtaken e) {
        refused.addAll(shown);
      } catch (Fault fault) {
        if (fault.kind() != Fault.Kind.FORBIDDEN) {
          throw fault;
        }
        refused.addAll(shown);
      }
    }
    return new Moved(moved, refused);
  }
}
