package io.atoll.chaos.nemesis;

import io.atoll.sim.NetworkFaults;
import java.util.List;

/** Something bad that happens to a cluster for a while. */
public sealed interface Fault {
  /** A node dies, and is started again afterwards. */
  record Crash(String nodeId, boolean powerFailure) implements Fault {}

  /**
   * The power of a node fails in the middle of one of its next disk operations; it is started again
   * afterwards.
   */
  record CrashInDiskOperation(String nodeId, int operationsFromNow) implements Fault {}

  /** A node is held still. */
  record Pause(String nodeId) implements Fault {}

  /** Nothing passes from one group to the other; nor back, unless one-way. */
  record Partition(List<String> from, List<String> to, boolean oneWay) implements Fault {}

  /** No datagram passes from one group to the other, nor back, unless one-way; links work. */
  record NoDatagrams(List<String> from, List<String> to, boolean oneWay) implements Fault {}

  /** Links carry nothing from one group to the other, nor back, unless one-way; datagrams pass. */
  record NoStreams(List<String> from, List<String> to, boolean oneWay) implements Fault {}

  /** The wall clock of a node is set wrong, and set right afterwards. */
  record ClockOff(String nodeId, long byMs) implements Fault {}

  /** Every node of a DC dies at once. */
  record DcDown(List<String> nodeIds, boolean powerFailure) implements Fault {}

  /** The network drops, doubles and delays. */
  record BadNetwork(NetworkFaults faults) implements Fault {}

  /** A node's disk takes no more. */
  record DiskFull(String nodeId) implements Fault {}
}
