package io.atoll.repair;

import java.util.List;

/**
 * How a node stands with the other replicas of what it holds.
 *
 * @param nowMs wall time of the report
 * @param paused whether a person wants nothing compared and brought for now
 * @param arcs how many arcs of keyspaces this node holds
 * @param unknownArcs how many of them it does not know the sketch of, because it still reads them
 *     or cannot
 * @param partners all members that hold something of what this node holds, by their number
 */
public record RepairReport(
    long nowMs,
    RepairSettings settings,
    boolean paused,
    long arcs,
    long unknownArcs,
    List<PartnerStatus> partners) {
  public RepairReport {
    partners = List.copyOf(partners);
  }
}
