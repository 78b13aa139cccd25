package io.atoll.sim;

import io.atoll.consensus.TopologyLogSettings;
import io.atoll.hints.HintSettings;
import io.atoll.peer.PartSettings;
import io.atoll.repair.RepairSettings;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.ring.Member;
import io.atoll.storage.StorageSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What a simulated cluster is made of.
 *
 * @param members by DC and number
 * @param storage of every node
 * @param coordinator of every node
 * @param hints of every node
 * @param repair of every node
 * @param parts how messages between nodes travel that do not fit one frame
 * @param topologyLog of every node
 * @param waitingReads the share of reads of tables that no cache answers at once, 0 to 1
 */
public record SimSettings(
    List<Member> members,
    StorageSettings storage,
    CoordinatorSettings coordinator,
    HintSettings hints,
    RepairSettings repair,
    PartSettings parts,
    TopologyLogSettings topologyLog,
    double waitingReads) {
  /** How many shards a data directory has. */
  static final int SHARDS = 4;

  /** Storage that holds all that a run writes without a flush. */
  public static final StorageSettings ROOMY =
      StorageSettings.DEFAULT
          .with(StorageSettings.DEFAULT.shards().withCount(SHARDS).withMemtableBytes(4L << 20))
          .with(StorageSettings.DEFAULT.log().withSegmentBytes(64 * 1024))
          .with(new StorageSettings.Reads(4L << 20, 1));

  public SimSettings {
    members = List.copyOf(members);
  }

  /** As in service, but for smaller stores; every node of a DC has a rack of its own. */
  public static SimSettings of(int dcs, int nodesPerDc) {
    return new SimSettings(
        members(dcs, nodesPerDc, nodesPerDc),
        ROOMY,
        CoordinatorSettings.DEFAULT,
        HintSettings.OFF,
        RepairSettings.OFF,
        PartSettings.DEFAULT,
        TopologyLogSettings.DEFAULT,
        0);
  }

  /**
   * The members of a cluster of equal DCs.
   *
   * @param racksPerDc over how many racks the nodes of a DC are dealt out
   */
  public static List<Member> members(int dcs, int nodesPerDc, int racksPerDc) {
    List<Member> members = new ArrayList<>();
    for (int d = 0; d < dcs; d++) {
      for (int n = 0; n < nodesPerDc; n++) {
        members.add(member(members.size(), d, n, n % racksPerDc + 1, 1));
      }
    }
    return members;
  }

  /**
   * One member, where nothing else listens.
   *
   * @param d number of its DC, from 0
   * @param n its number in the DC, from 0
   * @param rack number of its rack, from 1
   */
  public static Member member(int number, int d, int n, int rack, int weight) {
    int port = 10_000 + (d * 100 + n) * 4;
    String dc = "dc" + (d + 1);
    String id = dc + "-" + (n + 1);
    return new Member(
        number, id, dc, "rack" + rack, weight, id, port, port + 1, port + 2, port + 3);
  }

  public SimSettings with(StorageSettings other) {
    return new SimSettings(
        members, other, coordinator, hints, repair, parts, topologyLog, waitingReads);
  }

  public SimSettings with(CoordinatorSettings other) {
    return new SimSettings(
        members, storage, other, hints, repair, parts, topologyLog, waitingReads);
  }

  public SimSettings with(HintSettings other) {
    return new SimSettings(
        members, storage, coordinator, other, repair, parts, topologyLog, waitingReads);
  }

  public SimSettings with(RepairSettings other) {
    return new SimSettings(
        members, storage, coordinator, hints, other, parts, topologyLog, waitingReads);
  }

  public SimSettings withWaitingReads(double share) {
    return new SimSettings(members, storage, coordinator, hints, repair, parts, topologyLog, share);
  }
}
